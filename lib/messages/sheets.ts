export const zh = {
  'sheet.template': '下载空白表',
  'sheet.import': '导入',
  'refusal.sheet.empty': '文件是空的：请选择填好内容的 XLSX 文件。',
  'refusal.sheet.not-xlsx':
    '这不是 XLSX 文件（改了扩展名的 CSV 等也不行）：请在表格软件中“另存为 Excel 工作簿（.xlsx）”后再导入。',
  'refusal.sheet.old-format': '这是旧版 .xls 格式：请在表格软件中“另存为 Excel 工作簿（.xlsx）”后再导入。',
  'refusal.sheet.encrypted': '文件设有密码：请取消密码保存后再导入。',
  'refusal.sheet.too-large': '文件解压后过大：全部内容不得超过 {whole}、{parts} 个部分。请只保留要导入的工作表。',
  'refusal.sheet.too-many': '工作表过大：最多 {rows} 行、{columns} 列。请删去多余的行和列（包括看不见的格式）。',
  'refusal.sheet.damaged': '文件已损坏，读不出内容（{detail}）。请用表格软件打开并重新保存。',
  'refusal.sheet.header-merged': '表头有合并单元格（{cells}）：每一列须有自己的列名，请取消合并。',
  'refusal.sheet.column-missing': '第 {row} 行是表头，其中缺少“{column}”列。请用导出的文件作模板。',
  'refusal.sheet.column-twice': '第 {row} 行表头中“{column}”列出现了两次，请只留一列。',
  'refusal.sheet.no-rows': '第 {row} 行表头下面没有数据。',
} as const;

export const en: Record<keyof typeof zh, string> = {
  'sheet.template': 'Empty workbook',
  'sheet.import': 'Import',
  'refusal.sheet.empty': 'The file is empty: choose an XLSX file with content.',
  'refusal.sheet.not-xlsx':
    'This is no XLSX file (a renamed CSV will not do): save it as an Excel workbook (.xlsx) and import that.',
  'refusal.sheet.old-format': 'This is the old .xls format: save it as an Excel workbook (.xlsx) and import that.',
  'refusal.sheet.encrypted': 'The file has a password: save it without one and import that.',
  'refusal.sheet.too-large':
    'Unpacked, the file is too large: at most {whole} and {parts} parts. Keep only the sheet that is to be imported.',
  'refusal.sheet.too-many':
    'The sheet is too large: at most {rows} rows and {columns} columns. Delete what is not needed, unseen formats too.',
  'refusal.sheet.damaged': 'The file is damaged and does not read ({detail}). Open and save it again.',
  'refusal.sheet.header-merged':
    'The head of the table has merged cells ({cells}): each column needs a name of its own; take the merge apart.',
  'refusal.sheet.column-missing':
    'Row {row} is the head of the table, and it has no column "{column}". Use an exported file as the template.',
  'refusal.sheet.column-twice': 'Row {row}, the head of the table, has the column "{column}" twice; keep one.',
  'refusal.sheet.no-rows': 'There is nothing below the head of the table in row {row}.',
};
