# 找案件
find-title = 找案件
find-do = 找
find-hint = 编号、别处的编号、电话、证件号、全名、姓名全拼、地点。要写全：名字和电话是封起来的，写一半找不到
find-kind-number = 编号
find-kind-outside_number = 别处的编号
find-kind-phone = 电话
find-kind-document = 证件号
find-kind-name = 姓名
find-kind-pinyin = 姓名拼音
find-kind-place = 地点
find-or = 、
find-found = 当作{ $kind }找，找到 { $n } 件
find-received = { $day }收到
find-more = 只列了最新的，还有没列出来的。写得更全些再找。
find-none = 没有找到“{ $q }”
find-none-why = 只在您看得到的件里找：没有这样的件，或者不归您看，这里分不出来。
find-none-way = 电话写全 11 位或带区号，姓名写全名，编号连年份写，如 横访 2025 417。
