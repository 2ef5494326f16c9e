/** E-mail notifier of the export engine. @module */
export type { EmailAddress } from './email-address.ts';
export { type EmailNotifierOptions, emailNotifier } from './email-notifier.ts';
export type { EmailMessage, EmailSendOptions, EmailTransport } from './email-transport.ts';
export { type EmailFailureOptions, type EmailFailureReason, emailFailure } from './failures/email-failure.ts';
export type { NodemailerMail } from './nodemailer/mail-options.ts';
export { type NodemailerTransporter, nodemailerTransport } from './nodemailer/nodemailer-transport.ts';
export type { EmailContent, RenderEmail } from './render/email-content.ts';
export { renderEmail } from './render/render-email.ts';
export type { RenderEmailOptions } from './render/render-email-options.ts';
