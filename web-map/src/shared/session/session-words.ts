/** The words of signing in, the same on every work page. */

import { words } from '../text/language.ts';

export const sessionText = words(
  {
    heading: '登录',
    name: '用户名',
    password: '密码',
    submit: '登录',
    busy: '正在登录…',
    wrong: '用户名或密码不对。',
    slow: '尝试次数过多，请过一会儿再试。',
    offline: '连不上服务器，请检查网络。',
    failed: '登录没有成功，请稍后再试。',
    leave: '退出',
    asking: '正在确认登录…',
    retry: '再试一次',
    publicPage: '回到公众页面',
    forbidden: (name: string) => `账号“${name}”没有使用本页的权限。请换一个账号登录。`,
  },
  {
    heading: 'Sign in',
    name: 'User name',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    wrong: 'The user name or the password is wrong.',
    slow: 'Too many attempts. Please wait a while.',
    offline: 'The server cannot be reached. Please check the network.',
    failed: 'Signing in did not work. Please try again later.',
    leave: 'Sign out',
    asking: 'Checking your session…',
    retry: 'Try again',
    publicPage: 'Back to the public page',
    forbidden: (name: string) =>
      `The account “${name}” may not use this page. Please sign in with another.`,
  },
);
