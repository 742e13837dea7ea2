/** Requests and responses as values, and the refusals of the HTTP level. */
import { encodeWithSelfDescribedTag } from '@dfinity/cbor';
import { utf8 } from '../../primitives/bytes.ts';

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

const STATUS_TEXTS = {
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
} as const;

type Status = keyof typeof STATUS_TEXTS;

/** A request that is answered with an HTTP error: the client's fault, hence a value. */
export class Refusal {
  readonly status: Exclude<Status, 200 | 202>;
  readonly text: string;

  constructor(status: Exclude<Status, 200 | 202>, text: string) {
    this.status = status;
    this.text = text;
  }
}

const respond = (status: Status, contentType: string, body: Uint8Array): HttpResponse => ({
  status,
  statusText: STATUS_TEXTS[status],
  headers: [
    ['content-type', contentType],
    ['content-length', String(body.length)],
  ],
  body,
});

/** 200 with self-describing CBOR. */
export const okCbor = (value: Readonly<Record<string, unknown>>): HttpResponse =>
  respond(200, 'application/cbor', encodeWithSelfDescribedTag(value));

/** 202: the call runs on, its status is to be read later. */
export const accepted = (): HttpResponse => respond(202, 'text/plain; charset=utf-8', new Uint8Array(0));

export const refuse = (refusal: Refusal): HttpResponse => respond(refusal.status, 'text/plain; charset=utf-8', utf8(refusal.text));
