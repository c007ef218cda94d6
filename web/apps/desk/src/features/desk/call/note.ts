import { ifMatch, workspaceDropDraft, workspaceListDrafts, workspaceSaveDraft, type Id } from '@madoguchi/api';
import { forgetHere, keptHere, type DraftDoor, type Kept } from '../drafts';

export interface NoteDraft {
  text: string;
}

/** What I have half-written about a contact. Asked of the list of drafts, where none is an answer and not an error. */
export async function loadNote(interaction: Id): Promise<Kept<NoteDraft>> {
  const found = (await workspaceListDrafts()).find(draft => draft.interaction === interaction && draft.kind === 'note');
  return found ? { value: found.body as NoteDraft, version: found.version } : { value: { text: '' }, version: 0 };
}

const keyOf = (interaction: Id) => `${interaction}.note`;

/** Every word of it, for the screen that follows: the last ones may not have reached the server when the call ended. */
export const noteSoFar = async (interaction: Id): Promise<string> => keptHere<NoteDraft>(keyOf(interaction))?.text ?? (await loadNote(interaction)).value.text;

export const noteDoor = (interaction: Id, first: Kept<NoteDraft>): DraftDoor<NoteDraft> => ({
  key: keyOf(interaction),
  first,
  load: () => loadNote(interaction),
  save: async (body, version) => (await workspaceSaveDraft({ path: { interaction, kind: 'note' }, body: { body }, ...(version === undefined ? {} : { headers: ifMatch(version) }) })).version,
});

/** What was half-written has become something else: it is kept nowhere any more. */
export function dropNote(interaction: Id): Promise<unknown> {
  forgetHere(keyOf(interaction));
  return workspaceDropDraft({ path: { interaction, kind: 'note' } });
}
