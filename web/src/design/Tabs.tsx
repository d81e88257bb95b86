import { Tabs as AntTabs, type TabsProps } from 'antd';
import { useEffect, useRef } from 'react';

/** antd says “list of tabs” of the whole bar with its buttons; only what holds the tabs alone is one. */
function Bar({ label, children }: { label?: string; children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = ref.current?.querySelector('[role=tablist].ant-tabs-nav');
    const list = bar?.querySelector('.ant-tabs-nav-list');
    if (!bar || !list) return;
    for (const name of ['role', 'aria-orientation']) {
      list.setAttribute(name, bar.getAttribute(name) ?? '');
      bar.removeAttribute(name);
    }
    if (label) list.setAttribute('aria-label', label);
  });
  return (
    <div ref={ref} style={{ display: 'contents' }}>
      {children}
    </div>
  );
}

export function Tabs({ 'aria-label': label, ...props }: TabsProps & { 'aria-label'?: string }) {
  return (
    <AntTabs
      {...props}
      renderTabBar={(bar, Default) => (
        <Bar label={label}>
          <Default {...bar} />
        </Bar>
      )}
    />
  );
}
