import type { Place } from './archive-model.ts';

/** Projects that leave the page and come into it. */

/** A shared project that waits for the user's word. Everything in it comes from elsewhere: it is shown as text, and nothing of it has run. */
export interface Incoming {
  readonly title: string;
  readonly fileCount: number;
  /** What it brings beside the code; `undefined` where it is code alone. */
  readonly state: { readonly canisters: number; readonly memoryBytes: number } | undefined;
  readonly place: Place | undefined;
  /** Titles of the projects here whose canisters have the ids of those that come, once that was found to be in the way. */
  readonly inTheWay?: readonly string[];
}

export interface AcceptOptions {
  /** With its state; otherwise the code alone. */
  readonly state?: boolean;
  /** What is in the way is saved as a moment, and its canisters are replaced. */
  readonly makeRoom?: boolean;
}

/** A project ready to be handed on. */
export interface SharedCopy {
  /** `undefined` where it is too long for any program to open. */
  readonly link: string | undefined;
  /** The same as a file, to drop on the page. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
}

export interface SharingActions {
  /** The link to the code; also copied to the clipboard where the browser allows it. */
  share(): Promise<string>;
  /** The project with the state of its canisters, as it is now; `undefined` where that cannot be (a notice says why). */
  shareWithState(): Promise<SharedCopy | undefined>;
  /** How the page is laid out for the current project, as links carry it; empty where it is as at the beginning. */
  layout(): string;
  /** Offers a file that was made of a shared project; a notice says where it is none. */
  offerFile(bytes: Uint8Array): Promise<void>;
  /** Opens what is offered as a project of its own: with its state, or the code alone. Where others are in the way of the state, the offer says so and stays. */
  acceptIncoming(options?: AcceptOptions): Promise<void>;
  declineIncoming(): void;
}
