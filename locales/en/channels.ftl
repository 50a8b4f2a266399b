# How to reach us (art 18)
menu-channels = Channels
channels-title = How to reach us
channels-what = Come, call, write or use the net, whichever is easiest: everything is registered and you get a slip.
channels-kind-visit = In person
channels-kind-phone = By phone
channels-kind-letter = By letter
channels-kind-fax = By fax
channels-kind-network = Other addresses on the net
channels-kind-watch = If it is handled wrongly, call
channels-here = Here, with a phone or computer
channels-follow-how = With the query code on your slip you see where it is, who has it and the last day; without signing in.
channels-takes = Who takes what
channels-takes-note = If you do not know who it belongs to, tell it anywhere: it is sent on, and you are told to whom.
channels-poster = A sheet for the wall (with a picture to scan)
channels-steps = What happens then
channels-step-say = You speak; what was written is read to you; when you say it is right, it is registered.
channels-step-slip = You get a slip at once: number, query code, the last day of the next step.
channels-step-sent = It is sent to whom it belongs, and you are told to whom.
channels-step-accepted = You are told in writing whether it is accepted, and why.
channels-step-answered = Each of your requests is answered in writing, and the answer brought to you.
channels-step-review = If you disagree you may ask the body above for a review, and once more for a recheck.
channels-step-rate = You alone rate how it was handled; nobody can change it.
channels-terms = The longest terms
channels-terms-note = Counted from the next day; a last day on a holiday moves to the next working day.
channels-unverified = (unverified)
channels-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
channels-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
channels-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
channels-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
channels-rules = Good to know
channels-rule-taken = Without a name, again, from elsewhere, without having been below first: all of it is registered.
channels-rule-five = A group sends at most 5 representatives; of the others only the number is written down, no documents.
channels-rule-ask = You may ask that an officer who has a stake in it does not handle it.
channels-rule-never = Nobody may ask you to promise not to come back, sue or speak before you are helped.
channels-rule-free = Telling, following and review cost nothing.
channels-rule-law = By the Regulation on Petition Work, in force since 1 May 2022.
channels-above = To complain about the petition office, go to the body above it
channels-missing = This page does not have yet what art 18 asks for:
channels-missing-way = Until then please call
channels-item-place = the place of reception
channels-item-hours = the hours of reception
channels-item-phone = the phone for questions and complaints
channels-item-letter = the postal address
channels-item-watch = the supervision phone
channels-item-terms = the terms of the procedure
poster-title = How to reach us
poster-scan = Scan this to say what is wrong
poster-what = Without signing in, without a name if you wish; if you do not write, somebody at any window writes for you and reads it to you.
poster-print = Print for the wall
doors-channels = Addresses, phones, terms

admin-channels-title = Channels
admin-channels-hint = The public page is made from this. Where nothing is written, the petition office's own address, phone and hours stand. To change one, end the old and add the new; what ended is kept. The supervision phone has to be written: it is never the office's own.
admin-channels-whole = Everything that art 18 asks for is published.
admin-channels-new = Add one
admin-channels-kind = Which kind
admin-channels-words = Name
admin-channels-address = Address
admin-channels-address-hint = For letters with the postal code; for the net its address
admin-channels-phone = Phone
admin-channels-hours = On which days, at which hours
admin-channels-add = Add and publish
admin-channels-shown = Published now
admin-channels-from = From
admin-channels-own = the petition office's own
admin-channels-end = End
record-kind-channel_added = channel published
record-kind-channel_ended = channel ended
refusal-PUBLISHES_PERSON = What stands here is published, and it seems to hold a person's identity number or mobile phone
    .rule = Personal data are published with a person's separate consent alone
    .way = Take the number out; an office's own phone belongs into the field for phones
refusal-CHANNEL_INCOMPLETE = Missing: { $field ->
    [kind] which kind
    [address] the address
    [hours] days and hours of reception
   *[phone] the phone
  }
    .rule = Regulation on Petition Work art 18: address, phone, time and place of reception are published
    .way = Add it and send again
refusal-CHANNEL_LONG = Too long: at most { $max } characters
    .rule = What is published is read at a glance
    .way = Make it shorter
