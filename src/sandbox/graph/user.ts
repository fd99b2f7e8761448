// A person as Graph shows them.
import { proxyAddressesOf, type Person } from '../world/people.ts';

/** What comes without $select. https://learn.microsoft.com/graph/api/resources/user */
export const usualUserProperties = ['businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'] as const;

const noExtensionAttributes = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`extensionAttribute${i + 1}`, null]));

export const userEntity = (person: Person): Record<string, unknown> => ({
  '@odata.type': '#microsoft.graph.user',
  'id': person.id, 'userPrincipalName': person.userPrincipalName, 'mail': person.mail, 'displayName': person.displayName, 'givenName': person.givenName, 'surname': person.surname,
  'accountEnabled': person.accountEnabled, 'userType': person.userType, 'companyName': person.companyName, 'department': person.department,
  'proxyAddresses': proxyAddressesOf(person), 'onPremisesSyncEnabled': null, 'onPremisesExtensionAttributes': noExtensionAttributes, 'employeeId': null, 'officeLocation': null,
  'jobTitle': null, 'mobilePhone': null, 'businessPhones': [], 'preferredLanguage': null, 'deletedDateTime': null, 'createdDateTime': '2019-04-01T08:00:00Z', 'usageLocation': 'GB', 'otherMails': [],
});
