import { ifMatch, workspaceDropDraft, workspaceListDrafts, workspaceSaveDraft, type Id } from '@madoguchi/api';
import type { DraftDoor, Kept } from '../drafts';

export interface NoteDraft {
  text: string;
}

/** What I have half-written about a contact. Asked of the list of drafts, where none is an answer and not an error. */
export async function loadNote(interaction: Id): Promise<Kept<NoteDraft>> {
  const found = (await workspaceListDrafts()).find(draft => draft.interaction === interaction && draft.kind === 'note');
  return found ? { value: found.body as NoteDraft, version: found.version } : { value: { text: '' }, version: 0 };
}

export const noteDoor = (interaction: Id, first: Kept<NoteDraft>): DraftDoor<NoteDraft> => ({
  key: `${interaction}.note`,
  first,
  load: () => loadNote(interaction),
  save: async (body, version) => (await workspaceSaveDraft({ path: { interaction, kind: 'note' }, body: { body }, ...(version === undefined ? {} : { headers: ifMatch(version) }) })).version,
});

export const dropNote = (interaction: Id) => workspaceDropDraft({ path: { interaction, kind: 'note' } });
