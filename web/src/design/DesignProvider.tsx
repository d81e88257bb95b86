import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import zhTW from 'antd/locale/zh_TW';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import 'dayjs/locale/zh-tw';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDark } from './mode';
import './global.css';
import { themeConfig } from './theme';
import { useNarrow } from './useNarrow';

const ANTD = { 'zh-CN': zhCN, 'zh-TW': zhTW, en: enUS };

/** Tokens, antd's own words, dates and toasts for everything below. */
export function DesignProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const dark = useDark();
  const narrow = useNarrow();
  const language = i18n.language as keyof typeof ANTD;
  dayjs.locale(language.toLowerCase());
  useEffect(() => {
    const root = document.documentElement;
    root.style.colorScheme = dark ? 'dark' : 'light';
    root.toggleAttribute('data-dark', dark);
  }, [dark]);
  return (
    <ConfigProvider
      locale={ANTD[language] ?? zhCN}
      theme={themeConfig(dark, narrow)}
      button={{ autoInsertSpace: false }}
      form={{ validateMessages: {} }}
    >
      <App
        className="ks-app"
        message={{ maxCount: 1, duration: 3 }}
        notification={{ placement: 'topRight', maxCount: 3 }}
      >
        {children}
      </App>
    </ConfigProvider>
  );
}
