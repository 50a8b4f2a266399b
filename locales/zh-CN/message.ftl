# 消息：告诉本人、告诉承办人、要打的电话

# 发出去的话。不写是什么事，不写名字，不写查询码。
message-sms = 您有新消息。请用您手上的查询码查看，或者到登记的窗口问。不用回复，查询码不要给别人。
message-subject = 您有新消息
message-mail = 您有新消息。请用您手上的查询码查看，或者到登记的窗口问。这封信不用回复，查询码不要给别人。

menu-calls = 要打的电话
menu-news = 消息
menu-messages = 消息收发

reach-sms = 短信
reach-call = 打电话
reach-letter = 寄信
reach-mail = 电子邮件
reach-nothing = 都不要

reach-way-hers = 有新消息，怎么告诉您
reach-way-desk = 有消息怎么告诉本人
reach-to-hers = 换一个号码或邮箱
reach-to-desk = 另外的号码或邮箱
reach-to-hint-hers = 发短信、打电话，空着就用您留的电话；发邮件要写邮箱
reach-to-hint-desk = 空着就用上面留的电话；选电子邮件要写邮箱
reach-span-hers = 几点方便
reach-span-desk = 几点方便
reach-leave-hers = 别人接了电话，可以说是我们打来的
reach-leave-desk = 别人接了，可以说是哪里打来的
reach-safe-hers = 这个办法安全：号码、邮箱只有我自己看得到、接得到
reach-safe-desk = 已问过本人：这个办法安全，别人看不到、接不到
reach-keep-hers = 我的电话、地址只留在接我反映的单位，办理的单位看不到，有话由接的单位转告
reach-keep-desk = 本人要求保密：电话、地址只有本单位看得到，承办单位看不到

span-any = 白天都行
span-morning = 上午（8 点到 12 点）
span-noon = 中午（11 点到 14 点）
span-afternoon = 下午（14 点到 18 点）
span-evening = 晚上（18 点到 21 点）

reach-now-unsaid = 没有说过怎么告诉：有手机就发短信
reach-now-sms = 发短信
reach-now-call = 打电话
reach-now-letter = 寄信
reach-now-mail = 发邮件
reach-now-nothing = 不发消息，凭查询码自己看，或者来问
reach-between = ，
reach-then = 。
reach-hours = { $from } 点到 { $until } 点
reach-waits = 这一件要小心：没有确认安全以前，什么都不发。
reach-kept = 联系方式对承办单位保密。
contact-kept = 联系方式按本人要求保密，有话请{ $organ }转告

follow-reach = 怎么告诉您有新消息
follow-reach-note = 消息里只说“您有新消息”，不写是什么事，不写名字。夜里不发。
follow-reach-missing = 这里还没有开通{ $way }，选了的，由工作人员打电话告诉您。
follow-reach-change = 换个办法，或者换个时间
follow-reach-to-hint = 原来的号码、邮箱这里不显示，空着就照原来的
follow-reach-do = 就这样告诉我
follow-done-reach = 记下了，以后照这样告诉您。

register-reach = 有消息怎么告诉本人（不填：有手机就发短信，夜里不发）
say-reach = 有新消息，怎么告诉您
say-reach-hint = 可以不填。消息里只说“您有新消息”，不写是什么事。

field-reach_way = 怎么告诉本人
field-reach_to = 另外的号码或邮箱
field-reach_to-hint = 空着：照原来的
field-reach_span = 几点方便
field-reach_leave = 别人接了，可以说是哪里打来的
field-reach_safe = 已问过本人：这个办法安全，别人看不到、接不到
field-reach_keep = 联系方式对承办单位保密（只有本人，或者接反映的单位，可以取消）
field-outcome = 结果

verb-record_call = 记一次电话、当面告知
verb-send_again = 再发一次消息
verb-set_reach = 改告知本人的办法

owed-referred = 转到哪里
owed-diverted = 走别的程序
owed-non_accepted = 不予受理
owed-accepted = 受理
owed-material = 请补材料
owed-extension = 延期
owed-reply = 答复寄出
owed-rate = 答复送达，可以评价
owed-executed = 已落实
owed-withdrawn = 代记撤回
owed-voided = 作废
owed-code = 新查询码
owed-reminder = 申请复查的日子快到
owed-merged = 并入另一件
owed-unmerged = 不再并在一起
owed-split = 分出一件
owed-recusal = 是否回避，定了
owed-review = 复查意见

notice-waiting = 等着发
notice-sent = 发出
notice-to_tell = 要有人告诉
notice-told = 告诉了
notice-moot = 不用了
notice-next = 下一次：{ $at }
notice-failed = 试了 { $n } 次没发出去。

untold-not_wanted = 本人不要消息
untold-not_confirmed = 没有确认安全的办法
untold-no_way = 没有留电话
untold-call_wanted = 本人要接电话，不要短信
untold-letter_wanted = 本人要收信
untold-landline = 留的是座机
untold-not_set_up = 这个办法没有开通
untold-refused = 发不到这个号码
untold-given_up = 试了八次都没发出去
untold-unsure = 发到一半断了，不知道到了没有
untold-failing = 两次没发出去，还在试
untold-wrong_number = 号码不对
untold-erased = 本人信息已删
untold-closed = 已经归档

told-reached = 接通了，告诉了
told-not_reached = 没打通
told-wrong_number = 号码不对
told-told_here = 当面告诉了
told-letter = 信寄出了

event-Noticed-sent = 消息发出去了
event-Noticed-to_tell = 消息没发，要有人告诉
event-Noticed-moot = 消息不用发了
event-Called = 告诉本人
event-NoticeRetried = 再发一次消息
event-ReachSet = 改了告知本人的办法
event-Reminded = 提醒本人：申请复查的日子快到

hers-sent-sms = 给您发了短信：有新消息
hers-sent-mail = 给您发了邮件：有新消息
hers-told-reached = 打电话告诉了您
hers-told-not_reached = 给您打过电话，没打通
hers-told-wrong_number = 给您打过电话，号码不对
hers-told-told_here = 当面告诉了您
hers-told-letter = 给您寄了信
hers-reach = 您改了收消息的办法
hers-reach-entered = { $organ }记下了给您发消息的办法
hers-reminded = 提醒您：申请复查的日子快到了

case-messages = 告诉本人
case-messages-none = 还没有要告诉本人的消息。
case-messages-law = 消息、电话只是告知有新情况，不算书面送达，不起算本人的期限。

calls-title = 要打的电话
calls-total = 今天要告诉 { $n } 件
calls-done = 记下了。
calls-not-set-up = { $way }没有开通，要发的都在这里，由人告诉。开通由系统管理员设置。
calls-none = 没有要打的电话。
calls-none-why = 消息都发出去了，或者还没有要告诉的。
calls-say = 电话里怎么说
calls-say-words = 您好，我是{ $organ }的。请问是本人吗？您在我们这里有新消息，请用您的查询码看，或者来窗口。您现在方便听我说吗？
calls-say-not = 不是本人接的：不说是什么事。下面写着“不要留话”的，就说打错了。
calls-law = 电话告知不是书面告知：受理、延期、答复仍要书面送达（《信访工作条例》第二十三条、第三十四条）。
calls-group-ring = 打电话
calls-group-why-ring = 号码只为打这个电话显示，看过留痕。
calls-group-write = 寄信
calls-group-why-write = 本人要收信。信封上不写是什么事。
calls-group-wait = 不打电话
calls-group-why-wait = 没有号码、本人不要，或者没有确认安全。等本人来了当面告诉。
calls-leave = 别人接了，可以说是哪里打来的
calls-leave-not = 不要留话
calls-since = { $day }起
calls-rings = 打过 { $n } 次

news-title = 消息
news-fresh = { $n } 条没看
news-none = 没有消息。
news-none-why = 交给您办的、本人补充的、快到期的，会写在这里。
news-all-seen = 都看过了
news-new = 新
news-given = 交给您办
news-came = 转来
news-objection = 异议
news-answered = 本人有补充
news-contested = 本人说不是本意
news-rated = 本人评价了
news-to_decide = 等您审
news-decided = 审过了
news-soon = 快到期
news-late = 超期了

day-calls = 有 { $n } 件要打电话或当面告诉本人
day-news = 没看过的消息

messages-title = 消息收发
messages-hint = 只有数目和原因，看不到是哪一件、哪个人。
messages-ways = 用什么发
messages-way = 办法
messages-state = 情况
messages-sent = 发出
messages-set-up = 已开通
messages-not-set-up = 没有开通
messages-set-up-how = 开通要在 linju.toml 里写 [messages.hook]、[messages.mail]，密码放在文件里；linju doctor 会试一试通不通。没有开通的，要发的都列在各单位“要打的电话”里。
messages-waiting = 等着发的
messages-waiting-none = 没有等着发的。
messages-waiting-none-why = 夜里、本人说不方便的时候，会先等着。
messages-last = 上一次
messages-count = 件数
messages-since = 最早的
messages-next = 下一次
messages-untried = 还没试过，或者在等合适的时间
messages-failed = 没发出去
messages-untold = 没发，要有人告诉的
messages-untold-none = 没有发不出去的。
messages-why = 原因
messages-again = 再发一次
messages-again-done = 又排上了 { $n } 件。
messages-told = 由人告诉了 { $n } 件。

refusal-NOTHING_TO_TELL = 这一件没有要告诉本人的了
    .way = 可能已经有人告诉了，看案件页“告诉本人”
refusal-NOTHING_TO_SEND = 这一件没有发不出去的消息
    .way = 等着发的会自己发，不用再点
refusal-NOBODY_TO_TELL = 本人的信息已经删了，没有人可告诉
    .rule = 删了的不再联系
    .way = 有事等本人来
refusal-REACH_WAY = 没有选怎么告诉
    .way = 点一个；都不想要，点“都不要”
refusal-REACH_MAIL = 邮箱没写，或者写得不对
    .way = 写成 xxx@xxx.cn 这样
refusal-CONTACT_KEPT = 本人要求对承办单位保密联系方式，您的单位不能取消
    .rule = 要求保密的，联系方式只留在接反映的单位，本人同意才公开
    .way = 请接反映的单位问过本人再取消；本人也可以用查询码自己取消
refusal-REACH_NUMBER = 号码写得不对
    .way = 手机 11 位，座机要带区号；空着就用留的电话
calls-tell-referred = 您的事转给了别的单位，接手的单位写在您的页面上。
calls-tell-diverted = 您的事要走别的法定程序，走哪一条、去哪里、多久，写在通知里。
calls-tell-non_accepted = 您的事没有受理，理由和可以走的路写在通知里。
calls-tell-accepted = 您的事受理了，哪个单位办、最晚哪天答复，写在通知里。
calls-tell-material = 要请您补材料，补什么、怎么交，写在您的页面上；期限照走。
calls-tell-extension = 您的事要延期，延到哪天、为什么，写在通知里。
calls-tell-reply = 答复寄出了，请留意收信。
calls-tell-rate = 答复送到了，可以评价；不服可以申请复查，最晚哪天写在答复里。
calls-tell-executed = 答应您的事，登记为已经落实；不属实，请告诉我们。
calls-tell-withdrawn = 有人替您登记了撤回。不是您的意思，现在就告诉我，或者在您的页面上说“不是我撤的”。
calls-tell-voided = 您的这件登记提请作废或者作废了，理由写在您的页面上。不同意，现在就告诉我，或者在您的页面上提出。
calls-tell-code = 您的查询码换了新的，旧的不能用了。不是您要换的，请告诉我们。
calls-tell-reminder = 申请复查的日子快到了，最晚哪天写在您的页面上。
calls-tell-merged = 您的这件并到了您先前的一件里，一起办，先前的日子不变。
calls-tell-unmerged = 您的两件事不再并在一起，各办各的。
calls-tell-split = 您的事里分出了一件单独办，各有各的编号。
calls-tell-recusal = 您申请回避，定了，结果和理由写在您的页面上。
calls-tell-review = 复查意见出来了，写在您的页面上，书面的会送到。
calls-tell-data = 您问的个人信息的事，有答复了，写在您的页面上。
