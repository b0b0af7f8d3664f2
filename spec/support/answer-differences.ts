/* In what two answers to one request may differ: what docs/differences.md names, and what a server may choose. */
import { type NamedRequest } from './random-requests.js';
import { type Shown } from './same-answers.js';

/** In what two answers differ: in nothing, in something that is known, or in something that is not. */
export type Difference = 'none' | 'unknown' | (typeof KNOWN)[number]['name'];

interface Pair {
  readonly request: NamedRequest;
  readonly our: Shown;
  readonly their: Shown;
}

interface Fault {
  readonly loc: readonly unknown[];
  readonly msg: string;
  readonly type: string;
}

const NOT_FINITE = 'value_error.number.not_finite_number';

const KNOWN = [
  { name: 'HEAD is answered as GET is', is: ({ request }) => request.method === 'HEAD' },
  { name: 'it fails', is: ({ our, their }) => their.status === 500 && our.status !== 500 },
  { name: 'it is busy', is: ({ their }) => their.status === 503 },
  {
    name: 'it has other methods there',
    is: ({ request, our, their }) => (our.status === 405 || their.status === 405) && request.method !== 'GET',
  },
  { name: 'which of equal ones comes first', is: ({ request, our, their }) => isOrder(request, our.body, their.body) },
  {
    name: 'the version is told of before the body',
    is: ({ request, our }) => our.status === 400 && request.headers?.['x-prefect-api-version'] !== undefined,
  },
  {
    name: 'a delay of before is not read as one of today first',
    is: ({ their }) => isPydantic2(their) && faultsOf(their).some(({ loc }) => loc.at(-1) === 'retry_delay'),
  },
  { name: 'the words for broken JSON', is: (pair) => bothSay(pair, /json/) },
  {
    name: 'only an object is one',
    is: ({ our, their }) => faultsOf(our).some((fault) => fault.msg.includes('valid dict') && !told(their, fault)),
  },
  {
    name: 'dates are refused in one way',
    is: (pair) =>
      bothSay(pair, /parser|datetime/) || faultsOf(pair.their).some(({ msg }) => /year .* out of range/.test(msg)),
  },
  {
    name: 'a body that is not called JSON',
    is: ({ request }) => !/^application\/(?:\S+\+)?json/.test(request.headers?.['content-type'] ?? 'application/json'),
  },
  {
    name: 'logs are not looked for by their text',
    is: ({ our }) => faultsOf(our).some(({ loc }) => loc[2] === 'text'),
  },
  {
    name: 'a level of logs is one that both engines hold',
    is: ({ our, their }) =>
      our.status === 422 && their.status === 201 && faultsOf(our).every(({ loc }) => loc.at(-1) === 'level'),
  },
  {
    name: 'numbers that are not finite are refused at once',
    is: ({ our, their }) =>
      our.status === 422 &&
      their.status !== 422 &&
      faultsOf(our).some(({ type }) => ['finite_number', NOT_FINITE].includes(type)),
  },
  {
    name: 'rows of others are not asked for',
    is: ({ request, our, their }) =>
      their.status === 409 && our.status === 201 && (request.body ?? '').includes('infrastructure_document_id'),
  },
  { name: 'blocks have one type', is: ({ request }) => request.path.startsWith('/block_documents') },
  { name: 'the id of a collection of artifacts', is: ({ request }) => /^\/artifacts\/.*\/latest/.test(request.path) },
  {
    name: 'in other words, at the same places',
    is: (pair) => isPydantic2(pair.their) && placesOf(pair.our) === placesOf(pair.their),
  },
  {
    name: 'a lease is renewed whatever its id',
    is: ({ request, our, their }) => request.path.includes('/leases/') && their.status === 410 && our.status !== 500,
  },
  {
    name: 'the body is told of before the path',
    is: ({ our, their }) => our.status === 422 && faultsOf(their).some(({ loc }) => loc[0] === 'path'),
  },
  {
    name: 'the body as it was sent',
    is: ({ our, their }) => isPydantic2(their) && JSON.stringify(faultsOf(our)) === JSON.stringify(faultsOf(their)),
  },
  {
    name: 'keys and great numbers are refused at once',
    is: ({ request, our, their }) =>
      their.status !== 500 &&
      faultsOf(our).some(
        (fault) =>
          !told(their, fault) &&
          (fault.type === 'int_parsing_size' || (request.path.endsWith('/input') && fault.loc[1] === 'key')),
      ),
  },
  {
    name: 'data is read as it was sent',
    is: ({ our, their }) => our.status === their.status && withDict(our.body) === JSON.stringify(their.body),
  },
  { name: 'times in UTC', is: ({ our, their }) => inUtc(our.body) === inUtc(their.body) },
] as const satisfies readonly { readonly name: string; readonly is: (pair: Pair) => boolean }[];

/** An answer as Prefect 2 gives it, which makes an object of data without parts. */
function withDict(body: unknown): string {
  const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);
  return JSON.stringify(body, (key, value: unknown) => (key === 'data' && isEmpty(value) ? {} : value));
}

/** Says in what two answers to a request differ. */
export function differenceOf(request: NamedRequest, our: Shown, their: Shown): Difference {
  if (JSON.stringify(our) === JSON.stringify(their)) return 'none';
  return KNOWN.find(({ is }) => is({ request, our, their }))?.name ?? 'unknown';
}

function isOrder({ path, body = '' }: NamedRequest, our: unknown, their: unknown): boolean {
  if (!path.includes('/filter') || !Array.isArray(our) || !Array.isArray(their)) return false;
  const [ours, others] = [our, their].map((list: unknown[]) => list.map((one) => JSON.stringify(one)).sort());
  // of a page of equal ones, or by ids, only the size is known
  const isPage = /"(?:limit|offset)"/.test(body);
  return isPage ? ours!.length === others!.length : ours!.join() === others!.join();
}

function faultsOf({ body }: Shown): readonly Fault[] {
  return (body as { exception_detail?: readonly Fault[] } | null)?.exception_detail ?? [];
}

function told(answer: Shown, { loc, type }: Fault): boolean {
  return faultsOf(answer).some((fault) => fault.type === type && String(fault.loc) === String(loc));
}

function bothSay({ our, their }: Pair, type: RegExp): boolean {
  const [ours, others] = [faultsOf(our), faultsOf(their)];
  return (
    ours.length > 0 &&
    ours.length === others.length &&
    ours.every((fault, i) => {
      const other = others[i]!;
      return JSON.stringify(fault) === JSON.stringify(other) || (type.test(fault.type) && type.test(other.type));
    })
  );
}

function isPydantic2(answer: Shown): boolean {
  return answer.status === 422 && faultsOf(answer).some((fault) => 'input' in fault);
}

/** Where something is wrong, as far as a client looks. */
function placesOf(answer: Shown): string {
  const places = faultsOf(answer).map(({ loc }) => JSON.stringify(loc.slice(0, 3)));
  return [answer.status, ...[...new Set(places)].sort()].join(' ');
}

function inUtc(body: unknown): string {
  return JSON.stringify(body).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d/g, (text) =>
    new Date(text).toISOString(),
  );
}
