import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from 'antd';

type Props = Omit<ButtonProps, 'type'> & { primary?: boolean; ref?: React.Ref<HTMLAnchorElement> };

const Anchor = ({ primary, ...props }: Props) => <Button {...props} type={primary ? 'primary' : 'default'} />;

/** A link to a page that looks like a button. */
export const LinkButton = createLink(Anchor);
