# Words used in several rooms: where a matter stands, how it came, whose deadline. One name for one thing

stage-registered = registered
stage-triaged = typed
stage-diverted = sent to its legal channel
stage-referred = referred
stage-assigned = assigned
stage-objection_pending = objection pending
stage-signed_in = signed in
stage-non_accepted = not accepted
stage-accusation_handed_over = handed over
stage-accepted = accepted
stage-in_handling = being handled
stage-awaiting_material = waiting for material
stage-extension_requested = extension asked for
stage-opinion_draft = reply to be signed
stage-opinion_issued = reply to be delivered
stage-delivered = delivered
stage-completed = completed
stage-archived = archived
stage-withdrawn = withdrawn
stage-voided = void
stage-history_open = history, not answered
stage-history_closed = history, answered

channel-network = network
channel-letter = letter
channel-phone = phone
channel-fax = fax
channel-visit = visit

matter-suggestion = suggestion
matter-accusation = accusation
matter-grievance = grievance

track-J1_judicial = judicial procedure
track-J2_arbitration = arbitration
track-J3_party = Party procedure
track-J4_administrative = administrative procedure
track-J5_duty = performance of a duty
track-J6_petition = petition procedure

outcome-support = supported
outcome-explain = explained
outcome-not_support = not supported
outcome-partly_support = partly supported

rating-satisfied = satisfied
rating-basically = basically satisfied
rating-unsatisfied = not satisfied

part-petitioner = the person herself
part-representative = representative
part-other_party = other party

note-talk = talk
note-site_visit = visit on site
note-meeting = meeting
note-other = other

how-done = done
how-moot = no longer owed

confirmed-read_to = read to the person, who said it is right
confirmed-read_by = read by the person, who said it is right
confirmed-on_paper = written by the person on paper

verb-classify = Decide the type
verb-refer = Refer
verb-assign = Assign
verb-hand_over_accusation = Hand over the accusation
verb-divert = Send to its legal channel
verb-non_accept = Not accept
verb-sign_in = Sign in
verb-object = Object
verb-agree_objection = Agree to the objection
verb-reject_objection = Reject the objection
verb-accept = Accept
verb-answer_suggestion = Answer the suggestion
verb-start = Give to an officer
verb-hand_over = Change the officer
verb-ask_material = Ask the person for material
verb-receive_material = Material has come
verb-request_extension = Ask for an extension
verb-agree_extension = Agree to the extension (she is told first; it counts once that has reached her)
verb-approve_extension = Approve the extension (the notice has reached her)
verb-refuse_extension = Refuse the extension
verb-draft_opinion = Draft the reply
verb-return_draft = Return the draft
verb-sign_opinion = Sign
verb-dispatch = Post or hand out
verb-deliver = Record delivery
verb-execute = Record execution
verb-complete = Complete
verb-archive = Archive
verb-withdraw = Withdrawn by the person
verb-ask_void = Ask to make void
verb-confirm_void = Agree to make void
verb-refuse_void = Refuse to make void
verb-set_term = Set the term of keeping
verb-store_only = Only store it
verb-ask_destroy = Ask to destroy
verb-refuse_destroy = Refuse to destroy
verb-confirm_destroy = Agree to destroy
verb-keep_stored = Keep it stored
verb-note = Note a talk, visit or meeting
verb-add_paper = Add a paper
verb-add_words = Write down what the person adds
verb-correct = Correct
verb-enter_paper_rating = Enter a rating from paper
verb-declare_interest = Declare an interest
verb-ask_identity = Ask to see the accuser
verb-grant_identity = Let the accuser be seen
verb-mark_urgent = Report as urgent
verb-set_aside = Set the proposal aside
verb-reissue_code = Issue a new code
verb-take_over = Take over from history

clock-P-01 = Register, refer or assign
clock-P-02 = Tell in writing what will be done
clock-P-03 = Tell in writing whether accepted
clock-P-04 = Object: not our remit
clock-P-05 = Complete, written reply sent
clock-P-06 = Ask for review (the person)
clock-P-10 = Report on the assignment
clock-P-11 = First report of an urgent matter
clock-P-24 = Rate (the person)
clock-P-25 = Talk with the first-time petitioner
clock-C-27 = Carry out what was supported

event-Registered = Registered
event-Registered-visit = Registered on a visit
event-Registered-letter = Letter registered
event-Registered-phone = Call registered
event-Registered-fax = Fax registered
event-Registered-network = Registered online
event-Imported = Imported from history
event-Classified = Type decided
event-Referred = Referred
event-Assigned = Assigned
event-AccusationHandedOver = Accusation handed over
event-Diverted = Sent to its legal channel
event-NonAccepted = Not accepted
event-SignedIn = Signed in
event-Objected = Objection raised
event-ObjectionAgreed = Objection agreed to, returned
event-ObjectionRejected = Objection rejected
event-Accepted = Accepted
event-Started = Given to an officer
event-HandedOver = Officer changed
event-MaterialAsked = Material asked for
event-MaterialCame = Material came
event-MaterialCame-yes = Material came
event-MaterialCame-no = Material no longer waited for
event-ExtensionRequested = Extension asked for
event-SuggestionAnswered = Suggestion answered
event-ExtensionAgreed = The head agreed to the extension
event-ExtensionApproved = Extension approved
event-ExtensionRefused = Extension refused
event-OpinionDrafted = Reply drafted
event-DraftReturned = Draft returned
event-OpinionSigned = Reply signed
event-Dispatched = Reply posted or handed out
event-Delivered = Reply delivered
event-Executed = What was supported was carried out
event-Completed = Completed
event-Archived = Archived
event-Withdrawn = Withdrawn by the person
event-VoidAsked = Asked to make void
event-Voided = Made void, number kept
event-VoidRefused = Making void refused
event-Added = Added by the person
event-Corrected = Corrected
event-Noted = Noted
event-Noted-talk = Talk
event-Noted-site_visit = Visit on site
event-Noted-meeting = Meeting
event-Noted-other = Other note
event-PaperAdded = Paper added
event-Rated = Rated by the person
event-InterestDeclared = Interest declared
event-IdentityAsked = Asked to see the accuser
event-IdentityGranted = Accuser may be seen
event-MarkedUrgent = Reported as urgent
event-SupervisionProposed = Not done in time, supervision proposed
event-ProposalSetAside = Supervision proposal set aside
event-CodeReissued = New code issued
event-CalendarLoaded = Holidays loaded, dates counted anew
event-TakenOver = Taken over from history
event-PersonErased = A person was erased
event-NarrativeErased = What was said was erased
event-TermSet = A term of keeping was set
event-StoredOnly = Only stored
event-DestructionAsked = Somebody asked to destroy it
event-DestructionRefused = Not to be destroyed
event-KeptStored = Kept stored
event-Destroyed = Destroyed

organ-kind-petition_office = petition office
organ-kind-command_room = command room
organ-kind-department = department
organ-kind-township = town or subdistrict
organ-kind-village = village or community
organ-kind-studio = mediation room
organ-kind-station = station
organ-kind-court_desk = court desk
organ-kind-police_desk = police desk
organ-kind-discipline = discipline and supervision
organ-kind-outside = body outside the county

paper-evidence = material
paper-photo = photo
paper-signed_paper = signed paper
paper-service_receipt = proof of delivery
paper-rating_form = rating form
paper-withdrawal = withdrawal
paper-letter = letter
paper-other = other

title-accusation = Accuser
title-erased = Erased

sum-start = starts
sum-start-P-01 = received
sum-start-P-02 = received
sum-start-P-03 = referral received
sum-start-P-04 = referral received
sum-start-P-05 = accepted
sum-start-P-06 = reply received
sum-start-P-10 = assigned
sum-start-P-24 = reply received
sum-start-P-25 = registered
sum-start-C-27 = reply delivered
sum-counts-from = counted from the next day
sum-first-day = is day 1
sum-plus-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
sum-plus-days-note = calendar days, holidays count
sum-plus-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
sum-plus-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
sum-plus-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
sum-counted = counted
sum-falls = ends
sum-bare = ended first
sum-rolls-holiday = a holiday, so
sum-rolls-weekend = not a working day, so
sum-extended = extended by { $n ->
    [one] { $n } day
   *[other] { $n } days
}
sum-extended-working = extended by { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
sum-paused = { $n ->
    [one] { $n } day of hearing not counted
   *[other] { $n } days of hearing not counted
}
sum-kept = the day already told stands
sum-provisional = the holidays of { $year } are not published yet; counted Monday to Friday
sum-make-up = make-up working day

her-sum-start = it begins
her-sum-start-P-01 = your matter came in
her-sum-start-P-02 = your matter came in
her-sum-start-P-03 = it was sent here
her-sum-start-P-04 = it was sent here
her-sum-start-P-05 = accepted
her-sum-start-P-06 = you had the reply
her-sum-start-P-10 = it was assigned
her-sum-start-P-24 = you had the reply
her-sum-start-P-25 = registered
her-sum-start-C-27 = you had the reply
her-sum-counts-from = counted from the next day
her-sum-plus-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
her-sum-plus-days-note = holidays count too
her-sum-plus-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
her-sum-plus-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
her-sum-plus-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
her-sum-counted = working days counted
her-sum-falls-days = { $n ->
    [one] { $n } day is over
   *[other] { $n } days are over
}
her-sum-falls = counted to
her-sum-bare = it ended first
her-sum-rolls-holiday = a holiday, so later
her-sum-rolls-weekend = a weekend, so later
her-sum-extended = made longer by { $n ->
    [one] { $n } day
   *[other] { $n } days
}
her-sum-extended-working = made longer by { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
her-sum-paused = { $n ->
    [one] { $n } day of hearing does not count
   *[other] { $n } days of hearing do not count
}
her-sum-kept = the day you were told stands
her-sum-provisional = the holidays of { $year } are not published yet; counted as if work went Monday to Friday. Once they are, the day will not move against you

sum-told-days = { $start } { $from }, { $n } days counted from the next day
sum-told-working-days = { $start } { $from }, { $n } working days counted from the next day
sum-told-months = { $start } { $from }, { $n } months counted from the next day
sum-told-hours = { $start } { $from }, within { $n } hours
sum-told-extended = , extended by { $n } days
sum-told-rolls = , { $raw } is not a working day

light-left = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
light-left-working = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
}
light-today = due today
light-last = last lawful day { $day }
light-over = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
light-done = done on day { $n }
light-done-late = done, { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
light-moot = no longer owed
light-legend-green = time left
light-legend-yellow = turned yellow
light-legend-red = within three days
light-legend-over = late
light-moot-late = { $n } days late, then no longer owed
verb-contest_withdrawal = The person says it was not withdrawn
verb-object_void = The person objects to the voiding
event-WithdrawalContested = The person says it was not withdrawn
event-VoidObjected = The person objects to the voiding
clock-withdrawal_contested = The person says it was not withdrawn
clock-void_contested = The person objects to the voiding
