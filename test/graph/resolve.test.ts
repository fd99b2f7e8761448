// Addresses to people, in three passes.
import assert from 'node:assert/strict';
import { against, connected, loopback } from './loopback.ts';
import { fakeUsers, type FakePerson } from './fake-directory.ts';

const person = (id: string, more: Partial<FakePerson> = {}): FakePerson => ({
  id, userPrincipalName: `${id}@nhs.example`, mail: `${id}@nhs.example`, displayName: id, accountEnabled: true, userType: 'Member', companyName: 'ZZ101', ...more,
});
const resolved = (people: FakePerson[], addresses: string[]) => against(loopback(fakeUsers(people)), async (graph) => {
  const found = await connected(graph.url).directory.resolve(addresses);
  return Object.fromEntries([...found].map(([address, those]) => [address, those.map(({ id }) => id)]));
});

describe('resolving addresses', () => {
  const table: { it: string; people: FakePerson[]; addresses: string[]; expected: Record<string, string[]> }[] = [
    { it: 'finds by sign-in name, whatever the case', people: [person('Tom.Ashworth')], addresses: ['TOM.ashworth@nhs.example'], expected: { 'tom.ashworth@nhs.example': ['Tom.Ashworth'] } },
    { it: 'finds by mail where the sign-in name is another', people: [person('p1', { mail: 'Priya.Nair@nhs.example' })], addresses: ['priya.nair@nhs.example'], expected: { 'priya.nair@nhs.example': ['p1'] } },
    { it: 'finds by another address last', people: [person('p1', { proxyAddresses: ['SMTP:p1@nhs.example', 'smtp:old.name@nhs.example'] })], addresses: ['old.name@nhs.example'], expected: { 'old.name@nhs.example': ['p1'] } },
    { it: 'finds an apostrophe', people: [person("niamh.o'neill")], addresses: ["niamh.o'neill@nhs.example"], expected: { "niamh.o'neill@nhs.example": ["niamh.o'neill"] } },
    { it: 'finds an apostrophe in another address', people: [person('p1', { proxyAddresses: ["smtp:d'arcy@nhs.example"] })], addresses: ["d'arcy@nhs.example"], expected: { "d'arcy@nhs.example": ['p1'] } },
    { it: 'finds a plus and an ampersand', people: [person('a+b&c')], addresses: ['a+b&c@nhs.example'], expected: { 'a+b&c@nhs.example': ['a+b&c'] } },
    { it: 'gives nobody for an unknown address', people: [person('p1')], addresses: ['nobody@nhs.example'], expected: { 'nobody@nhs.example': [] } },
    { it: 'gives both where two people have one mail', people: [person('p1', { mail: 'team@nhs.example' }), person('p2', { mail: 'team@nhs.example' })], addresses: ['team@nhs.example'], expected: { 'team@nhs.example': ['p1', 'p2'] } },
    { it: 'takes the sign-in name for enough where it is also the mail of somebody else', people: [person('p1'), person('p2', { mail: 'p1@nhs.example' })], addresses: ['p1@nhs.example'], expected: { 'p1@nhs.example': ['p1'] } },
    { it: 'answers an address given twice once', people: [person('p1')], addresses: ['p1@nhs.example', 'P1@NHS.EXAMPLE'], expected: { 'p1@nhs.example': ['p1'] } },
    { it: 'answers nothing for nothing', people: [], addresses: [], expected: {} },
  ];
  for (const { it: says, people, addresses, expected } of table) {
    it(says, async () => assert.deepEqual(await resolved(people, addresses), expected));
  }

  it('finds a guest by the #EXT# sign-in name and says that it is one', async () => {
    const guest = person('g', { userPrincipalName: 'Kit_partner.example#EXT#@tenant.example', mail: 'kit@partner.example', userType: 'Guest' });
    await against(loopback(fakeUsers([guest])), async (graph) => {
      const found = await connected(graph.url).directory.resolve(['kit_partner.example#ext#@tenant.example', 'kit@partner.example']);
      assert.deepEqual([...found.values()].map((people) => people.map(({ isGuest, address }) => ({ isGuest, address }))), Array(2).fill([{ isGuest: true, address: 'kit@partner.example' }]));
    });
  });

  it('asks the later passes only about those not found before', async () => {
    const people = [person('p1'), person('p2', { mail: 'second@nhs.example' }), person('p3', { proxyAddresses: ['smtp:third@nhs.example'] })];
    await against(loopback(fakeUsers(people)), async (graph) => {
      await connected(graph.url).directory.resolve(['p1@nhs.example', 'second@nhs.example', 'third@nhs.example']);
      assert.deepEqual(graph.items.map(({ query }) => query.get('$filter')), [
        "userPrincipalName in ('p1@nhs.example','second@nhs.example','third@nhs.example')",
        "mail in ('second@nhs.example','third@nhs.example')",
        "proxyAddresses/any(p:p eq 'smtp:third@nhs.example')",
      ]);
    });
  });

  it('stays within 15 values a query, against a directory that refuses 16', async () => {
    const people = Array.from({ length: 31 }, (_, n) => person(`p${n}`));
    await against(loopback(fakeUsers(people)), async (graph) => {
      const found = await connected(graph.url).directory.resolve(people.map(({ userPrincipalName }) => userPrincipalName));
      assert.equal([...found.values()].flat().length, 31);
      assert.deepEqual(graph.batches, [3]);
    });
  });
});

describe('what is known of a person', () => {
  const facts = (one: FakePerson, organisationAttribute = 'companyName') => against(loopback(fakeUsers([one])), async (graph) => {
    const { id: _id, ...rest } = (await connected(graph.url, { organisationAttribute }).directory.people(['p1'])).get('p1') ?? { id: '' };
    return rest;
  });

  it('is the mail in lower case, and the organisation in upper case', async () => {
    assert.deepEqual(await facts(person('p1', { mail: 'Priya.Nair@NHS.example', companyName: ' zz101 ', displayName: 'Priya Nair' })), {
      address: 'priya.nair@nhs.example', displayName: 'Priya Nair', isEnabled: true, isGuest: false, organisation: 'ZZ101',
    });
  });

  it('is the sign-in name where there is no mail, and no organisation where the attribute is empty', async () => {
    assert.deepEqual(await facts(person('p1', { mail: null, companyName: '', accountEnabled: false, userType: undefined as never })), {
      address: 'p1@nhs.example', displayName: 'p1', isEnabled: false, isGuest: false, organisation: null,
    });
  });

  it('is a guest by the sign-in name alone', async () => {
    const one = person('p1', { userPrincipalName: 'kit_partner.example#EXT#@nhs.example', userType: 'Member' });
    assert.equal((await facts(one) as { isGuest?: boolean }).isGuest, true);
  });

  for (const attribute of ['extensionAttribute7', 'onPremisesExtensionAttributes/extensionAttribute7']) {
    it(`reads the organisation from ${attribute}`, async () => {
      const one = person('p1', { onPremisesExtensionAttributes: { extensionAttribute7: 'zz303', extensionAttribute1: 'no' } });
      assert.equal((await facts(one, attribute) as { organisation?: string }).organisation, 'ZZ303');
    });
  }

  it('can come from no other attribute', () => {
    for (const attribute of ['jobTitle', 'extensionAttribute16', 'extensionAttribute0', '']) {
      assert.throws(() => connected('http://127.0.0.1:9', { organisationAttribute: attribute }), /ORGANISATION_ATTRIBUTE must be/);
    }
  });

  it('leaves out people who are gone, and asks about each id once', async () => {
    await against(loopback(fakeUsers([person('p1')])), async (graph) => {
      assert.deepEqual([...(await connected(graph.url).directory.people(['p1', 'gone', 'p1'])).keys()], ['p1']);
      assert.deepEqual(graph.items.map(({ path, query }) => query.get('$filter') ?? path), ["id in ('p1','gone')", '/users/gone']);
    });
  });

  it('finds somebody whom the index does not show yet', async () => {
    const late = loopback(request => (request.path === '/users/p2' ? { status: 200, body: { id: 'p2', userPrincipalName: 'p2@nhs.example' } } : fakeUsers([person('p1')])(request)));
    await against(late, async (graph) => assert.deepEqual([...(await connected(graph.url).directory.people(['p1', 'p2'])).keys()], ['p1', 'p2']));
  });
});
