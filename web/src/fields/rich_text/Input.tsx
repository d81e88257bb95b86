import { BoldOutlined, ItalicOutlined, OrderedListOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type InputProps, text } from '../kit';
import styles from './rich.module.css';
import { plain, sanitise } from './sanitise';

export function RichTextInput({ field, value, onChange, id, disabled }: InputProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const html = text(value) ?? '';
  useEffect(() => {
    if (box.current && box.current.innerHTML !== html && document.activeElement !== box.current) {
      box.current.innerHTML = sanitise(html);
    }
  }, [html]);
  const changed = () => {
    const next = sanitise(box.current?.innerHTML ?? '');
    onChange?.(plain(next).trim() === '' ? null : next);
  };
  const run = (command: string) => {
    box.current?.focus();
    document.execCommand(command);
    changed();
  };
  const tools = [
    { command: 'bold', icon: <BoldOutlined />, label: t('rich.bold') },
    { command: 'italic', icon: <ItalicOutlined />, label: t('rich.italic') },
    { command: 'insertUnorderedList', icon: <UnorderedListOutlined />, label: t('rich.bullets') },
    { command: 'insertOrderedList', icon: <OrderedListOutlined />, label: t('rich.numbers') },
  ];
  return (
    <div className={styles.editor}>
      <div className={styles.tools} role="toolbar" aria-label={t('rich.toolbar')}>
        {tools.map(({ command, icon, label }) => (
          <Button
            key={command}
            type="text"
            size="small"
            icon={icon}
            aria-label={label}
            title={label}
            disabled={disabled}
            onClick={() => run(command)}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea cannot hold formatted text */}
      <div
        ref={box}
        id={id}
        role="textbox"
        tabIndex={0}
        aria-multiline
        aria-label={field.label}
        contentEditable={!disabled}
        suppressContentEditableWarning
        className={styles.box}
        onInput={changed}
        onPaste={(event) => {
          event.preventDefault();
          document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
        }}
      />
    </div>
  );
}
