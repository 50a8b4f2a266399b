# Search
find-title = Find a case
find-do = Find
find-hint = Number, number elsewhere, phone, document, whole name, whole pinyin, place. Write it out: names and phones are sealed, half of one finds nothing
find-kind-number = number
find-kind-outside_number = number elsewhere
find-kind-phone = phone
find-kind-document = document number
find-kind-name = name
find-kind-pinyin = pinyin of the name
find-kind-place = place
find-or = {" "}or{" "}
find-found = Taken for a { $kind }: { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
find-received = received { $day }
find-more = Only the newest are listed, there are more. Write out more and search again.
find-none = Nothing found for "{ $q }"
find-none-why = Only what you may see is searched: no such case, or not for your eyes; the two are not told apart.
find-none-way = Write the whole phone with its area code, the whole name, the number with its year, as 横访 2025 417.
