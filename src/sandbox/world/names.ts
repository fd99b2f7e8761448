// Invented names to make people from.

export const firstNames = [
  'Aisha', 'Alan', 'Alice', 'Amir', 'Anna', 'Ben', 'Beth', 'Bola', 'Carol', 'Chen', 'Clare', 'Daniel', 'Deepa', 'Derek', 'Ella', 'Emeka', 'Esther', 'Farah',
  'Fiona', 'George', 'Gita', 'Hannah', 'Harjit', 'Helen', 'Ian', 'Imran', 'Isla', 'Jack', 'Jamila', 'Janet', 'Kofi', 'Karen', 'Leila', 'Liam', 'Lucy', 'Maria',
  'Martin', 'Meera', 'Mohammed', 'Nadia', 'Neil', 'Niamh', 'Olga', 'Owen', 'Paul', 'Petra', 'Rachel', 'Rajesh', 'Rhys', 'Rosa', 'Samir', 'Sarah', 'Sofia',
  'Stephen', 'Tariq', 'Tess', 'Uma', 'Victor', 'Wendy', 'Yusuf', 'Zara',
] as const;

export const lastNames = [
  'Adeyemi', 'Ahmed', 'Allen', 'Bailey', 'Banerjee', 'Barker', 'Begum', 'Bennett', 'Brooks', 'Butler', 'Carter', 'Chaudhry', 'Clarke', 'Cooper', 'Davies',
  'Dixon', 'Edwards', 'Ellis', 'Evans', 'Fisher', 'Fletcher', 'Gill', 'Graham', 'Green', 'Hall', 'Harris', 'Hughes', 'Hussain', 'Iqbal', 'Jackson', 'Jones',
  'Kaur', 'Kelly', 'Khan', 'Knight', 'Kowalski', 'Lewis', 'Lloyd', 'Mahmood', 'Mason', 'Mensah', 'Mills', 'Mitchell', 'Morgan', 'Murphy', 'Nguyen', 'Oconnor',
  'Okoye', 'Palmer', 'Parker', 'Patel', 'Price', 'Quinn', 'Reid', 'Richards', 'Roberts', 'Rossi', 'Shah', 'Sharma', 'Silva', 'Singh', 'Stone', 'Taylor',
  'Thomas', 'Turner', 'Walker', 'Ward', 'Webb', 'Wood', 'Wright', 'Young',
] as const;

export const departments = ['Emergency', 'Outpatients', 'Pharmacy', 'Maternity', 'Radiology', 'Estates', 'Finance', 'Therapies', 'Community nursing', 'Pathology'] as const;
