# Figures
figures-title = Figures
figures-each-opens = Each number opens to the cases that it counts.
figures-period = Received from { $from } to { $to }
figures-replies = Days to the reply
figures-replies-what = From receipt to the written reply leaving the house
figures-asked = received
figures-answered = with a written reply
figures-unanswered = without a written reply
figures-within-60 = within 60 days
figures-days = days
figures-median = median
figures-p90 = nine in ten within
figures-table = Replied within how many days
figures-within = Within
figures-within-days = { $n } days
figures-count = Cases
figures-share = Of received
figures-bar = Bar
figures-from = From
figures-to = To
figures-history = Count imported history too
figures-do = Count
figures-this-year = This year
figures-last-year = Last year
figures-always = All
figures-nothing = Nothing was received in this time
figures-nothing-why = {" "}Choose another period, or count imported history too.
figures-definition = How it is counted
figures-definition-days = The day of receipt is not counted; from the next day to the day on which the written reply was sent, in local days; for imported history to the day of the official reply.
figures-definition-share = Divided by everything received in the period, unanswered matters too; two decimals, half up; "—" where nothing was received.
figures-definition-median = Median and nine in ten look at answered matters alone; for an even number the median is the mean of the two in the middle.
figures-definition-history = Imported history counts only when asked for; withdrawn and void matters have no written reply and do not count as answered.
figures-definition-seen = Only your scope is counted, so two people may see different numbers. Accusations, and what may be one, are counted; only triage officers can open their list.
figures-rule = Rests on
figures-rule-text = Regulation on Petition Work, arts 23, 34; terms begin the next day: Civil Code, art 201.
figures-behind-asked = Matters received
figures-behind-answered = Matters with a written reply
figures-behind-unanswered = Matters without a written reply
figures-behind-within = { $n ->
    [one] Matters answered within { $n } day
   *[other] Matters answered within { $n } days
}
figures-back = Back to the figure
figures-no-cases = None
figures-no-cases-why = {" "}The number is zero, or this is the end.
