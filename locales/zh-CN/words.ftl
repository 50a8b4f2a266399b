# 几处都用的词：到哪一步、哪种来法、谁的期限。一个词一个叫法

# 到哪一步了（办事的人看的）
stage-registered = 已登记
stage-triaged = 已甄别
stage-diverted = 导入法定途径
stage-referred = 已转送
stage-assigned = 已交办
stage-objection_pending = 异议待定
stage-signed_in = 已签收
stage-non_accepted = 不予受理
stage-accusation_handed_over = 已移交
stage-accepted = 已受理
stage-in_handling = 办理中
stage-awaiting_material = 等补材料
stage-extension_requested = 延期待批
stage-opinion_draft = 意见待签发
stage-opinion_issued = 意见待送达
stage-delivered = 已送达
stage-completed = 已办结
stage-archived = 已归档
stage-withdrawn = 本人撤回
stage-voided = 作废
stage-history_open = 历史件，没有答复
stage-history_closed = 历史件，已答复

# 怎么来的
channel-network = 网络
channel-letter = 来信
channel-phone = 电话
channel-fax = 传真
channel-visit = 走访

# 三类事
matter-suggestion = 建议意见
matter-accusation = 检举控告
matter-grievance = 申诉求决

# 法定途径（条例第三十一条）
track-J1_judicial = 司法程序
track-J2_arbitration = 仲裁
track-J3_party = 党内程序
track-J4_administrative = 行政程序
track-J5_duty = 履行法定职责
track-J6_petition = 信访程序

# 一项请求的答复
outcome-support = 支持
outcome-explain = 解释说明
outcome-not_support = 不支持
outcome-partly_support = 部分支持

rating-satisfied = 满意
rating-basically = 基本满意
rating-unsatisfied = 不满意

part-petitioner = 本人
part-representative = 代表
part-other_party = 对方

note-talk = 谈话
note-site_visit = 现场查看
note-meeting = 会商
note-other = 其他

how-done = 办到了
how-moot = 不用再办

# 口头说的，怎么核对过
confirmed-read_to = 读给本人听过，本人说对
confirmed-read_by = 本人自己看过，说对
confirmed-on_paper = 本人写在纸上

# 可以做的事
verb-classify = 甄别
verb-refer = 转送
verb-assign = 交办
verb-hand_over_accusation = 移交检举控告
verb-divert = 导入法定途径
verb-non_accept = 不予受理
verb-sign_in = 签收
verb-object = 提出异议
verb-agree_objection = 同意异议
verb-reject_objection = 不同意异议
verb-accept = 受理
verb-answer_suggestion = 答复建议
verb-start = 交给谁办
verb-hand_over = 换人办
verb-ask_material = 请本人补材料
verb-receive_material = 材料到了
verb-request_extension = 申请延期
verb-agree_extension = 同意延期（先告知本人，送到后生效）
verb-approve_extension = 批准延期（告知书已送到）
verb-refuse_extension = 不同意延期
verb-draft_opinion = 起草答复意见
verb-return_draft = 退回重拟
verb-sign_opinion = 签发
verb-dispatch = 寄出或交出
verb-deliver = 送达
verb-execute = 登记落实
verb-complete = 办结
verb-archive = 归档
verb-withdraw = 本人撤回
verb-ask_void = 提请作废
verb-confirm_void = 同意作废
verb-refuse_void = 不同意作废
verb-set_term = 定保管期限
verb-store_only = 只存不用
verb-ask_destroy = 提请销毁
verb-refuse_destroy = 不同意销毁
verb-confirm_destroy = 同意销毁
verb-keep_stored = 继续封存
verb-note = 记谈话、查看、会商
verb-add_paper = 添一份材料
verb-add_words = 代记本人补充
verb-correct = 更正
verb-enter_paper_rating = 录入纸面评价
verb-declare_interest = 声明有利害关系
verb-ask_identity = 申请看举报人
verb-grant_identity = 同意看举报人
verb-mark_urgent = 报告紧急情况
verb-set_aside = 搁置督办建议
verb-reissue_code = 重发查询码
verb-take_over = 接手历史件

# 期限管的是哪件事
clock-P-01 = 登记，转送或交办
clock-P-02 = 书面告知怎么办
clock-P-03 = 书面告知是否受理
clock-P-04 = 不归本单位管，提异议
clock-P-05 = 办结，书面答复寄出
clock-P-06 = 本人申请复查
clock-P-10 = 报告交办结果
clock-P-11 = 紧急情况首报
clock-P-24 = 本人评价
clock-P-25 = 和初次来的人谈一次
clock-C-27 = 支持的事落实

# 发生过的事
event-Registered = 登记
event-Registered-visit = 来访登记
event-Registered-letter = 来信登记
event-Registered-phone = 来电登记
event-Registered-fax = 传真登记
event-Registered-network = 网上登记
event-Imported = 历史件导入
event-Classified = 甄别
event-Referred = 转送
event-Assigned = 交办
event-AccusationHandedOver = 移交检举控告
event-Diverted = 导入法定途径
event-NonAccepted = 决定不予受理
event-SignedIn = 签收
event-Objected = 提出异议
event-ObjectionAgreed = 同意异议，退回
event-ObjectionRejected = 不同意异议
event-Accepted = 受理
event-Started = 交给承办人
event-HandedOver = 换人办
event-MaterialAsked = 请本人补材料
event-MaterialCame = 材料到了
event-MaterialCame-yes = 材料到了
event-MaterialCame-no = 不再等材料
event-ExtensionRequested = 申请延期
event-SuggestionAnswered = 答复建议
event-ExtensionAgreed = 负责人同意延期
event-ExtensionApproved = 批准延期
event-ExtensionRefused = 不同意延期
event-OpinionDrafted = 起草答复意见
event-DraftReturned = 退回重拟
event-OpinionSigned = 签发答复意见
event-Dispatched = 寄出或交出答复
event-Delivered = 答复送到本人
event-Executed = 支持的事落实了
event-Completed = 办结
event-Archived = 归档
event-Withdrawn = 本人撤回
event-VoidAsked = 提请作废
event-Voided = 作废，编号留着
event-VoidRefused = 不同意作废
event-Added = 本人补充
event-Corrected = 更正
event-Noted = 记录
event-Noted-talk = 谈话
event-Noted-site_visit = 现场查看
event-Noted-meeting = 会商
event-Noted-other = 其他记录
event-PaperAdded = 收进一份材料
event-Rated = 本人评价
event-InterestDeclared = 声明有利害关系
event-IdentityAsked = 申请看举报人
event-IdentityGranted = 同意看举报人
event-MarkedUrgent = 报告紧急情况
event-SupervisionProposed = 到期没办，提出督办建议
event-ProposalSetAside = 督办建议搁置
event-CodeReissued = 重发查询码
event-CalendarLoaded = 放假安排装入，日子重算
event-TakenOver = 接手历史件
event-PersonErased = 抹去一人的信息
event-NarrativeErased = 抹去所说的话
event-TermSet = 定了保管期限
event-StoredOnly = 只存不用
event-DestructionAsked = 提请销毁
event-DestructionRefused = 不同意销毁
event-KeptStored = 继续封存
event-Destroyed = 已销毁

# 单位的种类
organ-kind-petition_office = 信访局
organ-kind-command_room = 综合信息指挥室
organ-kind-department = 部门
organ-kind-township = 镇、街道
organ-kind-village = 村、社区
organ-kind-studio = 调解室
organ-kind-station = 驿站
organ-kind-court_desk = 法院窗口
organ-kind-police_desk = 派出所窗口
organ-kind-discipline = 纪检监察
organ-kind-outside = 县外机关

# 材料
paper-evidence = 材料
paper-photo = 照片
paper-signed_paper = 签了字的纸
paper-service_receipt = 送达凭证
paper-rating_form = 评价表
paper-withdrawal = 撤回书
paper-letter = 来信
paper-other = 其他

# 列表里不写事由的两种
title-accusation = 举报人
title-erased = 已抹去

# 一个日子怎么算出来：办事的人看的
sum-start = 起算
sum-start-P-01 = 收到
sum-start-P-02 = 收到
sum-start-P-03 = 收到转送
sum-start-P-04 = 收到转送
sum-start-P-05 = 受理
sum-start-P-06 = 收到答复
sum-start-P-10 = 交办
sum-start-P-24 = 收到答复
sum-start-P-25 = 登记
sum-start-C-27 = 答复送到
sum-counts-from = 次日起算
sum-first-day = 为第 1 日
sum-plus-days = { $n } 日
sum-plus-days-note = 自然日，假日不停
sum-plus-working-days = { $n } 个工作日
sum-plus-hours = { $n } 小时
sum-plus-months = { $n } 个月
sum-counted = 计入
sum-falls = 届满
sum-bare = 原届满
sum-rolls-holiday = 逢节假日顺延
sum-rolls-weekend = 逢休息日顺延
sum-extended = 延期 { $n } 日
sum-extended-working = 延期 { $n } 个工作日
sum-paused = 听证 { $n } 日不计
sum-kept = 已告知的日子不变
sum-provisional = { $year } 年放假安排还没公布，暂按周一到周五算
sum-make-up = 调休上班

# 同一个算式，本人看的
her-sum-start = 起头那天
her-sum-start-P-01 = 收到您的事
her-sum-start-P-02 = 收到您的事
her-sum-start-P-03 = 转到这里
her-sum-start-P-04 = 转到这里
her-sum-start-P-05 = 决定受理
her-sum-start-P-06 = 您收到答复
her-sum-start-P-10 = 交下来办
her-sum-start-P-24 = 您收到答复
her-sum-start-P-25 = 登记
her-sum-start-C-27 = 您收到答复
her-sum-counts-from = 从第二天算起
her-sum-plus-days = { $n } 天
her-sum-plus-days-note = 放假也照算
her-sum-plus-working-days = { $n } 个工作日
her-sum-plus-hours = { $n } 小时
her-sum-plus-months = { $n } 个月
her-sum-counted = 算进去的上班日
her-sum-falls-days = 满 { $n } 天
her-sum-falls = 算到这天
her-sum-bare = 本来到
her-sum-rolls-holiday = 碰上放假，往后挪
her-sum-rolls-weekend = 碰上周末，往后挪
her-sum-extended = 批准延长 { $n } 天
her-sum-extended-working = 批准延长 { $n } 个工作日
her-sum-paused = 听证占的 { $n } 天不算
her-sum-kept = 已经告诉您的日子不变
her-sum-provisional = { $year } 年怎么放假还没公布，先按周一到周五上班算；公布以后，不会往对您不利的方向改

# 一句话说清一个日子（回执、信上）
sum-told-days = { $start } { $from }，次日起算 { $n } 日
sum-told-working-days = { $start } { $from }，次日起算 { $n } 个工作日
sum-told-months = { $start } { $from }，次日起算 { $n } 个月
sum-told-hours = { $start } { $from }，{ $n } 小时内
sum-told-extended = ，延期 { $n } 日
sum-told-rolls = ，{ $raw } 不上班，顺延

# 灯
light-left = 还有 { $n } 天
light-left-working = 还有 { $n } 个工作日
light-today = 今天到期
light-last = 最后合法日 { $day }
light-over = 超期 { $n } 天
light-done =
    { $n ->
        [0] 当天办到
       *[other] 第 { $n } 天办到
    }
light-done-late = 办到，晚了 { $n } 天
light-moot = 不用再办
light-legend-green = 不急
light-legend-yellow = 转黄
light-legend-red = 三天内
light-legend-over = 超期
light-moot-late = 晚了 { $n } 天，后来不再需要
verb-contest_withdrawal = 本人说没有撤回
verb-object_void = 本人不同意作废
event-WithdrawalContested = 本人说没有撤回
event-VoidObjected = 本人不同意作废
clock-withdrawal_contested = 本人说没有撤回
clock-void_contested = 本人不同意作废
