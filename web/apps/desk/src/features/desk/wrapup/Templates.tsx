import { keys, workspaceListTemplates, type Template } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Button, Menu } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNamed } from '../caller';
import type { Form } from './form';

/** Only what the template says: fields it leaves empty stay as they are. */
const contentOf = ({ reason_id, asked, done, result, resolution }: Template): Partial<Form> => ({
  ...(reason_id && { reason: reason_id }),
  ...(asked && { asked }),
  ...(done && { done }),
  ...(result && { result }),
  ...(resolution && { resolution }),
});

/** Texts for what comes often; they fill the form and are edited there. */
export function Templates({ line, onPick }: { line: string; onPick: (part: Partial<Form>) => void }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const templates = useQuery({ queryKey: [...keys.wrapupTemplates, line], queryFn: ({ signal }) => workspaceListTemplates({ query: { line_of_business: line }, signal }), staleTime: 300_000 });
  if (!templates.data?.length) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconTemplate size={16} />} data-testid="wrapup-templates">
          {t('wrap.templates')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.data.map(template => (
          <Menu.Item key={template.id} onClick={() => { onPick(contentOf(template)); }} data-testid="wrapup-template">
            {named(template)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
