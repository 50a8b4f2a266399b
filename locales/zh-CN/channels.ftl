# 怎么找我们（条例第十八条）
menu-channels = 信访渠道
channels-title = 怎么找我们
channels-what = 来说、打电话、写信、上网，哪样方便用哪样，都给登记，都有回执。
channels-kind-visit = 当面来说
channels-kind-phone = 打电话
channels-kind-letter = 写信
channels-kind-fax = 传真
channels-kind-network = 别的网上地址
channels-kind-watch = 办得不对，打监督电话
channels-here = 在这里，用手机、电脑
channels-follow-how = 凭回执上的查询码，看到哪一步、谁在办、最晚哪天；不用登录。
channels-takes = 哪件事归谁管
channels-takes-note = 弄不清归谁管，到哪一处说都行，会转给该管的单位，并告诉您。
channels-poster = 张贴的一张纸（带扫码）
channels-steps = 说了以后怎么办
channels-step-say = 您说，写下来读给您听，您说对，才算登记。
channels-step-slip = 当场给回执：编号、查询码、最晚哪天有下文。
channels-step-sent = 定归谁办，转过去，告诉您给了谁。
channels-step-accepted = 受不受理，书面告诉您，写明为什么。
channels-step-answered = 您的请求一项一项书面答复，送到您手里。
channels-step-review = 不服，可以请上一级复查；再不服，可以再往上请复核。
channels-step-rate = 办得怎么样，由您自己评，别人改不了。
channels-terms = 最晚几天
channels-terms-note = 从第二天算起；最后一天碰上放假，顺延到上班那天。
channels-unverified = （未核实）
channels-days = { $n } 日
channels-working-days = { $n } 个工作日
channels-months = { $n } 个月
channels-hours = { $n } 小时
channels-rules = 该知道的
channels-rule-taken = 不留名、以前来过、外地来的、没有先去下级，都登记。
channels-rule-five = 几个人一起来的，推不超过 5 位代表；别的人只记人数，不登记身份证。
channels-rule-ask = 经办的人和这件事有关系的，您可以请他回避。
channels-rule-never = 没有人可以要您保证不再来、不告、不说，才给您办。
channels-rule-free = 说事、查询、复查，都不收钱。
channels-rule-law = 按《信访工作条例》（2022 年 5 月 1 日起施行）办。
channels-missing = 这一页还缺（条例第十八条要公布的）：
channels-missing-way = 补上以前，请打
channels-item-place = 接待的地方
channels-item-hours = 接待的时间
channels-item-phone = 咨询投诉电话
channels-item-letter = 通信地址
channels-item-terms = 处理程序的期限
poster-title = 有事，这样找我们
poster-scan = 用手机扫一扫，说说您的事
poster-what = 不用登录，不留名也收；不会写，到任何一处窗口，有人替您写、念给您听。
poster-print = 打印张贴
doors-channels = 地址、电话、几天有下文

admin-channels-title = 信访渠道
admin-channels-hint = 公开的那一页从这里来。没有另写的，用信访局自己登记的地址、电话、钟点。改一处：先停用旧的，再添新的；停用的留着。
admin-channels-whole = 条例第十八条要公布的，都有了。
admin-channels-new = 添一条
admin-channels-kind = 哪一种
admin-channels-words = 名称
admin-channels-address = 地址
admin-channels-address-hint = 写信的带邮编；网上的写网址
admin-channels-phone = 电话
admin-channels-hours = 哪几天、几点到几点
admin-channels-add = 添上，公布
admin-channels-shown = 现在公布的
admin-channels-from = 从哪天起
admin-channels-own = 信访局自己登记的
admin-channels-end = 停用
record-kind-channel_added = 公布信访渠道
record-kind-channel_ended = 停用信访渠道
refusal-CHANNEL_INCOMPLETE = 缺{ $field ->
    [kind] 哪一种
    [address] 地址
    [hours] 接待的日子和钟点
   *[phone] 电话
  }
    .rule = 条例第十八条：通信地址、咨询投诉电话、信访接待的时间和地点，都要公布
    .way = 补上这一项，再添
refusal-CHANNEL_LONG = 太长了，最多 { $max } 字
    .rule = 公布的要一眼看得懂
    .way = 写短一点
