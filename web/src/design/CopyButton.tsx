import { CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton';
import { useNotify } from './notify';

/** Works on plain http too, where the clipboard API is missing. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Copies a text and says so. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation();
  const { done } = useNotify();
  return async (text) => {
    await copyText(text);
    done(t('common.copied'));
  };
}

interface Props {
  text: string;
  /** With the word beside the icon. */
  labelled?: boolean;
}

/** Copies exactly `text`: no spaces, no line breaks picked up by the mouse. */
export function CopyButton({ text, labelled }: Props) {
  const { t } = useTranslation();
  const copyOne = useCopy();
  const copy = () => void copyOne(text);
  if (labelled) {
    return (
      <Button icon={<CopyOutlined />} onClick={copy}>
        {t('common.copy')}
      </Button>
    );
  }
  return <IconButton icon={<CopyOutlined />} label={t('common.copy')} onClick={copy} />;
}
