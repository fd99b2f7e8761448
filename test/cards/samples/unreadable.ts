// A file that cannot be read: one cause, one way out.
import type { Samples } from '../samples.ts';

const nothingKept = 'Nothing was checked and nothing was kept.';

function steps(...lines: string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}

function unreadable(title: string, file: string, cause: string, line: string, howTo: string, example = true): Samples['unreadable'][number] {
  const heading = `We could not read ${file}: ${cause}`;
  return { title, data: { speak: `We could not read your file: ${cause}.`, heading, line, steps: howTo, example } };
}

const exportAgain = steps('Export the list again, or open it in Excel.', 'Select **File**, then **Save As**.', 'Choose **CSV UTF-8 (Comma delimited)**.', 'Attach the new file here.');

export const cardsThatCannotBeRead: Samples['unreadable'] = [
  unreadable(
    '5 unreadable, Excel workbook',
    'leavers list.csv',
    'it is an Excel workbook',
    `Its name ends in .csv, but inside it is still an Excel file. ${nothingKept}`,
    steps('Open it in Excel and choose the sheet with the addresses.', 'Select **File**, then **Save As**.', 'Choose **CSV UTF-8 (Comma delimited)**.', 'Attach the new file here.'),
  ),
  unreadable('5z unreadable, zip', 'leavers.csv', 'it is a zip file', nothingKept, steps('Open the zip file and take the CSV out.', 'Attach the CSV here.')),
  unreadable('5p unreadable, PDF', 'leavers.csv', 'it is a PDF', nothingKept, exportAgain),
  unreadable('5i unreadable, picture', 'leavers.csv', 'it is a picture', nothingKept, exportAgain),
  unreadable('5e unreadable, empty', 'leavers.csv', 'it is empty', nothingKept, steps('Open it and look whether the list is there.', 'Save it as CSV and attach it here.')),
  unreadable('5h unreadable, header only', 'leavers.csv', 'it has only a header', nothingKept, steps('Add the people under the header.', 'Attach the new file here.')),
  unreadable(
    '5n unreadable, no address column',
    'leavers.csv',
    'no column holds email addresses',
    `We found the columns Name, Site, Ward, Start and Manager. ${nothingKept}`,
    steps('Add a column called EmailAddress.', 'Attach the new file here.'),
  ),
  unreadable('5q unreadable, open quote', 'leavers.csv', 'the quote that opens in row 118 is never closed', nothingKept, steps('Open it in Excel and mend row 118.', 'Save it as CSV and attach it here.'), false),
  unreadable('5m unreadable, too many rows', 'leavers.csv', 'it has more than 200,000 rows', nothingKept, steps('Split it into files of at most 200,000 rows.', 'Attach them here one after the other.'), false),
  unreadable('5x unreadable, link has run out', 'leavers.csv', 'the link has run out', `Teams keeps the link for a few minutes only. ${nothingKept}`, steps('Attach the file here again.'), false),
];
