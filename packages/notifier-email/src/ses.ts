/** Amazon SES for the e-mail notifier. @module ses */
export { type SesTransportOptions, sesTransport } from './ses/ses-transport.ts';
