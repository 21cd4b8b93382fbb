/** Why a test cannot count: what, why, and what would be right. */
export const zh = {
  'nav.validity': '结果有效性',
  'validity.lead':
    '签名前按各项登记核对检验当时的状态。提示：在检验、复核、审核与报告页上说明；拒绝：不能提交、复核、审核或签发。未设置的台账为空时不核对，有内容后只提示。',
  'validity.mode.off': '不核对',
  'validity.mode.warn': '提示',
  'validity.mode.refuse': '拒绝',
  'validity.save': '保存',
  'validity.against': '有效性问题（{count}）',
  'validity.setAside': '已批准偏离的有效性问题',
  'validity.approved': '已批准偏离',
  'validity.stops': '不能签名',
  'validity.warns': '提示',
  'field.instruments': '仪器设备',
  'field.materials': '标准物质与试剂',
  'field.people': '人员授权',
  'field.methods': '方法标准',
  'field.capability': '能力范围',
  'field.rooms': '环境条件',
  'permission.validity.read': '查看有效性核对方式',
  'permission.validity.write': '设定有效性核对方式',
  'action.validity.show': '查看有效性核对方式',
  'action.validity.change': '修改有效性核对方式',
  'refusal.validity.period': '检验完成时间 {to} 早于开始时间 {from}，请更正记录表头的时间',
  'refusal.validity.instrument-unknown': '仪器编号“{no}”不在设备台账中，请扫描仪器标签或先建档',
  'refusal.validity.instrument-not-accepted': '仪器 {no} {name} 自 {from} 起处于验收阶段，验收并启用后才能用于检验',
  'refusal.validity.instrument-stopped':
    '仪器 {no} {name} 自 {from} 起为停用（红色）状态，原因：{why}；停用期间不得使用，请换用合格仪器重做',
  'refusal.validity.instrument-scrapped': '仪器 {no} {name} 已于 {from} 报废（{why}），不得使用',
  'refusal.validity.instrument-not-in-use': '检验期间仪器 {no} {name} 没有启用记录；须为启用或限用状态',
  'refusal.validity.instrument-uncalibrated': '检验时仪器 {no} {name} 没有经确认的检定或校准证书，确认证书后才能使用',
  'refusal.validity.instrument-overdue':
    '仪器 {no} {name} 的检定或校准有效期至 {validTo}，检验时已超期；须在有效期内使用',
  'refusal.validity.instrument-unfit':
    '仪器 {no} {name} 自 {from} 起的证书确认结论为不满足，不得使用；请换用合格仪器并评价已出结果',
  'refusal.validity.instrument-not-serving': '仪器 {no} {name} 未登记用于参数 {parameter}，请选用登记的仪器',
  'refusal.validity.instrument-limits-missing':
    '仪器 {no} {name} 为限用（黄色）状态，但台账未写明可用范围；写明后才能使用',
  'refusal.validity.instrument-limit-unit':
    '仪器 {no} {name} 限用：{quantity} {value} {unit} 与可用范围 {limits} 的单位不同，无法判断，请统一单位',
  'refusal.validity.instrument-outside': '仪器 {no} {name} 限用：{quantity} {value} {unit} 超出可用范围 {limits}',
  'refusal.validity.material-unknown': '批号“{lot}”不在标准物质与试剂台账中，请扫描标签或先登记',
  'refusal.validity.material-blocked': '{name} {lot} 已停止使用：{why}',
  'refusal.validity.material-not-yet': '{name} {lot} 于 {from} 才收到或配制，晚于检验开始时间，请核对批号',
  'refusal.validity.material-expired': '{name} {lot} 有效期至 {validTo}，检验时已过期；须使用有效期内的批次',
  'refusal.validity.material-open-long':
    '{name} {lot} 于 {openedOn} 开启，开启后可用至 {openedTo}，检验时已超过；请启用新的包装',
  'refusal.validity.material-parent-expired':
    '{name} {lot} 由 {parentName} {parent} 配制，后者有效期至 {validTo}，检验时已过期，配制品随之失效',
  'refusal.validity.material-parent-blocked':
    '{name} {lot} 由 {parentName} {parent} 配制，后者已停止使用（{why}），配制品随之停用',
  'refusal.validity.titrant-not-standardised': '滴定液 {name} {lot} 未标定，须由两人各标定 3 份并符合精密度后使用',
  'refusal.validity.titrant-standardisation':
    '滴定液 {name} {lot} 的标定自 {from} 至 {validTo} 有效，未覆盖检验全程；请重新标定',
  'refusal.validity.titrant-factor': '滴定液 {name} {lot} 的 F 值 {F} 超出 {low}～{high}，须调整浓度后重新标定',
  'refusal.validity.person-unknown': '{name} 没有人员技术档案，建档并授权后才能承担检验工作',
  'refusal.validity.analyst-not-authorised': '{name} 未获参数 {parameter} 的检验授权，须在授权有效期内由获授权人检验',
  'refusal.validity.reviewer-not-authorised': '{name} 未获参数 {parameter} 的复核授权，须由获授权人复核',
  'refusal.validity.signatory-not-authorised': '参数 {parameter} 不在 {name} 的签字领域内，须由该领域的授权签字人签发',
  'refusal.validity.authorisation-ended': '{name} 对参数 {parameter} 的授权至 {to}，未覆盖全程；请续期或换人',
  'refusal.validity.authorisation-suspended': '{name} 对参数 {parameter} 的授权已暂停，恢复后才能承担',
  'refusal.validity.sampler-tests': '{name} 抽取了该样品，不得再检验；请改派他人',
  'refusal.validity.analyst-reviews': '{name} 检验了该项目，不得复核本人的结果；请由他人复核',
  'refusal.validity.analyst-signs': '{name} 检验了该项目，不得签发本人的结果；请由其他授权签字人签发',
  'refusal.validity.reviewer-signs': '{name} 复核了该项目，不得再签发；请由其他授权签字人签发',
  'refusal.validity.method-unknown': '标准“{standard}”不在受控标准目录中，请先受控并验证',
  'refusal.validity.method-edition': '“{standard}”{edition} 对该产品不适用，应用 {right}',
  'refusal.validity.method-withdrawn': '“{standard}”{edition} 已于 {to} 废止，请改用现行有效的版本',
  'refusal.validity.method-not-in-force': '“{standard}”{edition} 对该产品尚未实施或未受控，请核对版本与生产日期',
  'refusal.validity.capability-none':
    '参数 {parameter} 不在 {scheme} 能力范围内，只能作为内部检验，报告不带 {scheme} 标志',
  'refusal.validity.capability-applied': '参数 {parameter} 的 {scheme} 资质仍在申请中，只能作为内部检验，不带标志',
  'refusal.validity.capability-suspended': '参数 {parameter} 的 {scheme} 资质已暂停，恢复前只能作为内部检验，不带标志',
  'refusal.validity.capability-cancelled': '参数 {parameter} 的 {scheme} 资质已取消，只能作为内部检验，不带标志',
  'refusal.validity.capability-expired': '参数 {parameter} 的 {scheme} 资质已到期，延续前只能作为内部检验，不带标志',
  'refusal.validity.capability-not-yet': '参数 {parameter} 的 {scheme} 资质尚未生效，只能作为内部检验，不带标志',
  'refusal.validity.room-unnamed': '记录表头未选检验场所，本参数可在 {rooms} 检验；请选择实际检验的房间',
  'refusal.validity.room-other': '{room} 未登记为参数 {parameter} 的检验场所，应为 {rooms}；请核对所选房间',
  'refusal.validity.room-unknown': '检验场所“{room}”未登记，请先登记房间及其环境限度',
  'refusal.validity.room-out':
    '检验期间 {room} 的{quantity}于 {from} 至 {to} 超出限度，且无经批准的偏离；须批准偏离或重做',
  'refusal.validity.room-still-out':
    '{room} 的{quantity}自 {from} 起超出限度，尚未恢复，且无经批准的偏离；须恢复后检验或批准偏离',
} as const;

export const en: Record<keyof typeof zh, string> = {
  'nav.validity': 'Validity',
  'validity.lead':
    'Before a signature each register is asked how it stood during the test. Warn: told at the bench, the review, the approval and the report; refuse: no submission, review, approval or issue. A register about which nothing was decided is not asked while it is empty, and warns once it holds something.',
  'validity.mode.off': 'not asked',
  'validity.mode.warn': 'warn',
  'validity.mode.refuse': 'refuse',
  'validity.save': 'Save',
  'validity.against': 'Against its validity ({count})',
  'validity.setAside': 'Set aside by two persons',
  'validity.approved': 'set aside',
  'validity.stops': 'stops signing',
  'validity.warns': 'warning',
  'field.instruments': 'Instruments',
  'field.materials': 'Materials',
  'field.people': 'Authorisations',
  'field.methods': 'Methods',
  'field.capability': 'Capability',
  'field.rooms': 'Rooms',
  'permission.validity.read': 'See how validity is checked',
  'permission.validity.write': 'Set how validity is checked',
  'action.validity.show': 'Viewed how validity is checked',
  'action.validity.change': 'Changed how validity is checked',
  'refusal.validity.period': 'The test ends at {to}, before its start at {from}; correct the times in the header',
  'refusal.validity.instrument-unknown':
    'Instrument "{no}" is not in the equipment register; scan its label or register it first',
  'refusal.validity.instrument-not-accepted':
    'Instrument {no} {name} has been under acceptance since {from}; it may be used once accepted and enabled',
  'refusal.validity.instrument-stopped':
    'Instrument {no} {name} has been stopped (red) since {from}, because: {why}; repeat the test on one that is fit',
  'refusal.validity.instrument-scrapped': 'Instrument {no} {name} was scrapped on {from} ({why}) and may not be used',
  'refusal.validity.instrument-not-in-use':
    'Instrument {no} {name} was not in use during the test; it must be enabled or limited',
  'refusal.validity.instrument-uncalibrated':
    'Instrument {no} {name} had no confirmed certificate at the time of the test; confirm one before use',
  'refusal.validity.instrument-overdue':
    'The calibration of instrument {no} {name} was valid to {validTo} and had run out at the time of the test',
  'refusal.validity.instrument-unfit':
    'The certificate of instrument {no} {name} of {from} was confirmed as unfit; use another one and judge earlier results',
  'refusal.validity.instrument-not-serving':
    'Instrument {no} {name} is not registered for parameter {parameter}; use one that is',
  'refusal.validity.instrument-limits-missing':
    'Instrument {no} {name} is limited (yellow) but the register does not say to what; write its limits first',
  'refusal.validity.instrument-limit-unit':
    'Instrument {no} {name} is limited: {quantity} {value} {unit} has another unit than {limits}; use one unit',
  'refusal.validity.instrument-outside':
    'Instrument {no} {name} is limited: {quantity} {value} {unit} is outside {limits}',
  'refusal.validity.material-unknown':
    'Lot "{lot}" is not in the register of materials; scan its label or register it first',
  'refusal.validity.material-blocked': '{name} {lot} may not be used any more: {why}',
  'refusal.validity.material-not-yet':
    '{name} {lot} was received or prepared on {from}, after the test began; check the lot',
  'refusal.validity.material-expired':
    '{name} {lot} was valid to {validTo} and had expired at the time of the test; use a lot in date',
  'refusal.validity.material-open-long':
    '{name} {lot} was opened on {openedOn} and usable to {openedTo}, before the test ended; open a new pack',
  'refusal.validity.material-parent-expired':
    '{name} {lot} was made from {parentName} {parent}, valid to {validTo}; it expired with it before the test ended',
  'refusal.validity.material-parent-blocked':
    '{name} {lot} was made from {parentName} {parent}, which may not be used any more ({why})',
  'refusal.validity.titrant-not-standardised':
    'Titrant {name} {lot} is not standardised; two persons must do three each within the precision first',
  'refusal.validity.titrant-standardisation':
    'The standardisation of titrant {name} {lot} holds from {from} to {validTo}, not for the whole test; repeat it',
  'refusal.validity.titrant-factor':
    'F of titrant {name} {lot} is {F}, outside {low} to {high}; adjust and standardise again',
  'refusal.validity.person-unknown': '{name} has no staff file; a file and an authorisation come first',
  'refusal.validity.analyst-not-authorised':
    '{name} is not authorised to test parameter {parameter}; somebody authorised for it must test',
  'refusal.validity.reviewer-not-authorised':
    '{name} is not authorised to review parameter {parameter}; somebody authorised for it must review',
  'refusal.validity.signatory-not-authorised':
    'Parameter {parameter} is outside the signatory field of {name}; the signatory of that field must sign',
  'refusal.validity.authorisation-ended':
    'The authorisation of {name} for parameter {parameter} ended on {to}, before the work did; renew it or reassign',
  'refusal.validity.authorisation-suspended':
    'The authorisation of {name} for parameter {parameter} is suspended; it must be restored first',
  'refusal.validity.sampler-tests': '{name} took this sample and may not test it; assign somebody else',
  'refusal.validity.analyst-reviews': '{name} tested this item and may not review it; somebody else must',
  'refusal.validity.analyst-signs': '{name} tested this item and may not sign it; another signatory must',
  'refusal.validity.reviewer-signs': '{name} reviewed this item and may not sign it; another signatory must',
  'refusal.validity.method-unknown': 'Standard "{standard}" is not under control; control and verify it first',
  'refusal.validity.method-edition': '"{standard}" {edition} does not apply to these goods; {right} does',
  'refusal.validity.method-withdrawn': '"{standard}" {edition} was withdrawn on {to}; use the edition in force',
  'refusal.validity.method-not-in-force':
    '"{standard}" {edition} is not in force for these goods; check edition and date of production',
  'refusal.validity.capability-none':
    'Parameter {parameter} is outside the {scheme} scope; test it as internal, without the {scheme} mark',
  'refusal.validity.capability-applied':
    '{scheme} of parameter {parameter} is only applied for; test it as internal, without the mark',
  'refusal.validity.capability-suspended':
    '{scheme} of parameter {parameter} is suspended; until it is restored test as internal, without the mark',
  'refusal.validity.capability-cancelled':
    '{scheme} of parameter {parameter} is cancelled; test it as internal, without the mark',
  'refusal.validity.capability-expired':
    '{scheme} of parameter {parameter} has expired; until it is renewed test as internal, without the mark',
  'refusal.validity.capability-not-yet':
    '{scheme} of parameter {parameter} is not yet in force; test it as internal, without the mark',
  'refusal.validity.room-unnamed':
    'The record does not name its room; this parameter is tested in {rooms}: choose the one that was used',
  'refusal.validity.room-other':
    '{room} is not a room for parameter {parameter}, which is tested in {rooms}; check the choice',
  'refusal.validity.room-unknown': 'Room "{room}" is not registered; register it with its limits first',
  'refusal.validity.room-out':
    '{quantity} in {room} was out of limits from {from} to {to} during the test, without an approved deviation; get one or repeat',
  'refusal.validity.room-still-out':
    '{quantity} in {room} has been out of limits since {from} and still is, without an approved deviation; wait or get one',
};
