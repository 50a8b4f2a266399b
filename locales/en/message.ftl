# Messages: to the person, to officers, calls to be made

# What goes out: not what about, no name, no code.
message-sms = You have news. Look under your query code, or come to the counter where you were heard. Do not answer this, and give your code to nobody.
message-subject = You have news
message-mail = You have news. Look under your query code, or come to the counter where you were heard. Do not answer this letter, and give your code to nobody.

menu-calls = Calls
menu-news = News
menu-messages = Messages

reach-sms = SMS
reach-call = phone call
reach-letter = letter
reach-mail = e-mail
reach-nothing = nothing

reach-way-hers = How shall we tell you that there is news?
reach-way-desk = How the person wants to be told
reach-to-hers = Another number or address
reach-to-desk = Another number or address
reach-to-hint-hers = For SMS and calls the phone you left is used when this is empty; for e-mail write the address
reach-to-hint-desk = Empty: the phone above; e-mail needs an address
reach-span-hers = When is it convenient?
reach-span-desk = When
reach-leave-hers = If somebody else picks up, you may say that the office rang
reach-leave-desk = Word may be left with whoever picks up
reach-safe-hers = This way is safe: nobody else reads or hears it
reach-safe-desk = The person was asked: this way is safe, nobody else reads or hears it
reach-keep-hers = My phone and address stay with the office that heard me: the office that handles it does not see them, and passes word on through the first
reach-keep-desk = The person wants it kept: phone and address are seen by this office alone, not by the one that handles the matter

span-any = any time by day
span-morning = morning (8 to 12)
span-noon = noon (11 to 14)
span-afternoon = afternoon (14 to 18)
span-evening = evening (18 to 21)

reach-now-unsaid = Nothing said: SMS to a mobile phone
reach-now-sms = SMS
reach-now-call = Phone call
reach-now-letter = Letter
reach-now-mail = E-mail
reach-now-nothing = No messages: looking under the query code, or coming by
reach-between = { ", " }
reach-then = { ". " }
reach-hours = { $from } to { $until } o'clock
reach-waits = This matter needs care: nothing is sent until a safe way is confirmed.
reach-kept = Kept from the office that handles the matter.
contact-kept = Phone and address are kept as the person wishes; { $organ } passes word on

follow-reach = How we tell you that there is news
follow-reach-note = A message says “you have news” and no more: not what about, no name. None at night.
follow-reach-missing = Not set up here: { $way }. Whoever chooses it is rung by an officer.
follow-reach-change = Another way, or another time
follow-reach-to-hint = The number or address that stands is not shown here: left empty, it stays
follow-reach-do = Tell me like this
follow-done-reach = Noted. This is how you will be told.

register-reach = How the person wants to be told (empty: SMS to a mobile phone, none at night)
say-reach = How shall we tell you that there is news?
say-reach-hint = May be left empty. A message says “you have news” and no more.

field-reach_way = How the person wants to be told
field-reach_to = Another number or address
field-reach_to-hint = Empty: as it was
field-reach_span = When
field-reach_leave = Word may be left with whoever picks up
field-reach_safe = The person was asked: this way is safe, nobody else reads or hears it
field-reach_keep = Phone and address are kept from whoever handles the matter (only the person, or the office that heard it, can lift this)
field-outcome = What came of it

verb-record_call = Note a call, or that it was told here
verb-send_again = Send the message again
verb-set_reach = Change how the person is told

owed-referred = where it went
owed-diverted = another procedure
owed-non_accepted = not accepted
owed-accepted = accepted
owed-material = material asked for
owed-extension = extension
owed-reply = reply sent
owed-rate = reply delivered, can be rated
owed-executed = carried out
owed-withdrawn = withdrawal written down
owed-voided = voided
owed-code = new query code
owed-reminder = time for review ends soon
owed-merged = goes on in another matter
owed-unmerged = no longer laid together
owed-split = a part split off
owed-recusal = decided who steps back
owed-review = review opinion

notice-waiting = to be sent
notice-sent = sent
notice-to_tell = to be told by somebody
notice-told = told
notice-moot = no longer needed
notice-next = Next: { $at }
notice-failed = Tried { $n } times without success.

untold-not_wanted = no messages wanted
untold-not_confirmed = no safe way confirmed
untold-no_way = no phone was left
untold-call_wanted = a call is wanted
untold-letter_wanted = a letter is wanted
untold-landline = a landline
untold-not_set_up = this way is not set up
untold-refused = this number cannot be reached
untold-given_up = tried eight times without success
untold-unsure = cut off while sending; nobody knows whether it arrived
untold-failing = failed twice, still being tried
untold-wrong_number = wrong number
untold-erased = the person's data were erased
untold-closed = already archived

told-reached = reached and told
told-not_reached = not reached
told-wrong_number = wrong number
told-told_here = told here
told-letter = letter sent

event-Noticed-sent = Message sent
event-Noticed-to_tell = No message went; somebody has to tell
event-Noticed-moot = Message no longer needed
event-Called = Telling the person
event-NoticeRetried = Message to be sent again
event-ReachSet = How the person is told was changed
event-Reminded = Reminder to the person: time for review ends soon

hers-sent-sms = You were sent an SMS: there is news
hers-sent-mail = You were sent an e-mail: there is news
hers-told-reached = You were told by phone
hers-told-not_reached = You were rung and not reached
hers-told-wrong_number = You were rung; the number was wrong
hers-told-told_here = You were told in person
hers-told-letter = You were sent a letter
hers-reach = You changed how you are told
hers-reach-entered = { $organ } wrote down how you are told
hers-reminded = Reminder: your time to ask for review ends soon

case-messages = Telling the person
case-messages-none = Nothing to be told yet.
case-messages-law = A message or call says that there is news. It is no written delivery and starts no term of the person's.

calls-title = Calls to be made
calls-total = { $n } to be told today
calls-done = Noted.
calls-not-set-up = Not set up: { $way }. What would go by it stands here, to be told by somebody. The system administrator can set it up.
calls-none = No calls to be made.
calls-none-why = Every message went out, or there is nothing to be told yet.
calls-say = What to say
calls-say-words = Good day, this is { $organ }. Do I speak with the person herself? There is news for you here: please look under your query code, or come to the counter. Is this a good moment?
calls-say-not = If somebody else picks up: not what it is about. Where it says “leave no word”, say that it was a wrong number.
calls-law = A call is no written notice: acceptance, extension and reply are still delivered in writing (Regulation on Petition Work, arts 23, 34).
calls-group-ring = To be rung
calls-group-why-ring = Numbers are shown for these calls alone, and the look is written down.
calls-group-write = To be written to
calls-group-why-write = A letter is wanted. The envelope does not say what about.
calls-group-wait = Not to be rung
calls-group-why-wait = No number, no messages wanted, or no safe way confirmed. Tell it when the person comes or looks.
calls-leave = Word may be left with whoever picks up
calls-leave-not = Leave no word
calls-since = since { $day }
calls-rings = rung { $n } times

news-title = News
news-fresh = { $n } not seen
news-none = No news.
news-none-why = What is given to you, what people add, and what ends soon stands here.
news-all-seen = All seen
news-new = new
news-given = given to you
news-came = came in
news-objection = objection
news-answered = the person added something
news-contested = the person says it was not so
news-rated = the person rated
news-to_decide = waits for your decision
news-decided = decided
news-soon = ends soon
news-late = late

day-calls = { $n } to be rung or told in person
day-news = News not seen yet

messages-title = Messages
messages-hint = Numbers and reasons only; no matter and nobody is named.
messages-ways = By what
messages-way = Way
messages-state = State
messages-sent = Sent
messages-set-up = set up
messages-not-set-up = not set up
messages-set-up-how = Set up in linju.toml, [messages.hook] and [messages.mail], with secrets in files; linju doctor tries whether they answer. What cannot be sent stands on the call list of each office.
messages-waiting = To be sent
messages-waiting-none = Nothing waits.
messages-waiting-none-why = At night, and outside a person's hours, messages wait.
messages-last = Last attempt
messages-count = Number
messages-since = Oldest
messages-next = Next
messages-untried = none yet, or waiting for the hour
messages-failed = failed
messages-untold = Not sent, to be told by somebody
messages-untold-none = Nothing that could not be sent.
messages-why = Why
messages-again = Send again
messages-again-done = { $n } queued again.
messages-told = { $n } told by somebody.

refusal-NOTHING_TO_TELL = There is nothing left to tell in this matter
    .way = Somebody may have told it already: see “Telling the person” on the case page
refusal-NOTHING_TO_SEND = No message of this matter failed
    .way = What waits is sent by itself
refusal-NOBODY_TO_TELL = The person's data were erased: there is nobody to tell
    .rule = Who was erased is not contacted
    .way = Wait until the person comes
refusal-REACH_WAY = No way was chosen
    .way = Choose one; for none of them choose “nothing”
refusal-REACH_MAIL = The e-mail address is missing or is none
    .way = Write it like name@example.cn
refusal-CONTACT_KEPT = The person wishes phone and address to be kept from whoever handles the matter: your office cannot lift that
    .rule = They stay with the office that heard it until she agrees to more
    .way = Ask that office to ask her; she can also lift it herself with her query code
refusal-REACH_NUMBER = The number cannot be read
    .way = 11 digits for a mobile phone, area code first for a landline; empty for the one that was left
calls-tell-referred = Your matter went to another body; which one stands on your page.
calls-tell-diverted = Your matter takes another procedure; which, where and how long stands in the notice.
calls-tell-non_accepted = Your matter was not accepted; the reasons and the ways open to you stand in the notice.
calls-tell-accepted = Your matter was accepted; who handles it and the last day of the reply stand in the notice.
calls-tell-material = Something is missing; what and how to hand it in stands on your page. The days go on.
calls-tell-extension = Your matter takes longer; until when and why stands in the notice.
calls-tell-reply = The reply was sent; look out for the letter.
calls-tell-rate = The reply has reached you; you can rate it, and ask for a review until the day that it names.
calls-tell-executed = What was promised is recorded as carried out; if that is not so, tell us.
calls-tell-withdrawn = Somebody recorded that you withdraw. If you did not mean that, say so now, or on your page.
calls-tell-voided = Your registration is to be voided, or was; the reason stands on your page. If you do not agree, say so now, or on your page.
calls-tell-code = You have a new query code, and the old one opens nothing. If you did not ask for it, tell us.
calls-tell-reminder = The last day to ask for a review is near; it stands on your page.
calls-tell-merged = This matter was laid together with your earlier one; the earlier date stands.
calls-tell-unmerged = Your two matters are no longer laid together; each goes its own way.
calls-tell-split = Part of your matter is handled apart now, with a number of its own.
calls-tell-recusal = Your request that another handles it is decided; outcome and reason stand on your page.
calls-tell-review = The opinion of the review is there, on your page; the letter follows.
calls-tell-data = Your question about your personal data is answered, on your page.
