/** Push through an Amazon API Gateway websocket API. Needs `@aws-sdk/client-apigatewaymanagementapi`. @module */
export { type ApiGatewayTransportOptions, apiGatewayTransport } from './api-gateway-transport.ts';
