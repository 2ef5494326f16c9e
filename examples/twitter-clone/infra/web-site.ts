import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { contentSecurityPolicy, type PageConfiguration } from './page-configuration.ts';

export interface WebSiteOptions {
  readonly api: HttpApi;
  readonly pageFolder: string;
  readonly configuration: PageConfiguration;
}

export interface WebSite {
  /** Where people find the page and the API: `https://….cloudfront.net`. */
  readonly url: string;
}

/** Paths that the API answers, on the page's own origin: nothing has to be shared between two. */
const apiPaths = ['/api/*', '/files/*', '/search', '/download-request', '/report-status'];

/**
 * The page from a private bucket, and the API, behind one address.
 *
 * CloudFront's logs stay off: they hold query strings, and those of `/files/…` hold access tokens.
 */
export function createWebSite(scope: Construct, { api, pageFolder, configuration }: WebSiteOptions): WebSite {
  // The cast is for TypeScript's exactOptionalPropertyTypes, which CDK is not written for.
  const bucket: IBucket = new Bucket(scope, 'PageBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  }) as IBucket;
  const toApi = apiBehavior(api);
  const distribution = new Distribution(scope, 'Distribution', {
    comment: 'Page and API of the Twitter clone',
    defaultRootObject: 'index.html',
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: securityHeaders(scope, configuration),
    },
    additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [path, toApi])),
  });
  new BucketDeployment(scope, 'PageFiles', {
    sources: [Source.asset(pageFolder), Source.jsonData('config.json', configuration)],
    destinationBucket: bucket,
    // Browsers ask each time whether there is a newer page; CloudFront answers until the next deployment.
    cacheControl: [CacheControl.noCache()],
    distribution,
    distributionPaths: ['/*'],
    // The bucket can go with the stack only when it is empty.
    retainOnDelete: false,
    logGroup: new LogGroup(scope, 'PageFilesLogs', { retention: RetentionDays.ONE_MONTH }),
  });
  return { url: Fn.join('', ['https://', distribution.domainName]) };
}

/** Everything goes to the API as it came, but for the name of the host, which API Gateway knows its APIs by. */
function apiBehavior(api: HttpApi): BehaviorOptions {
  const { region, urlSuffix } = Stack.of(api);
  const host = Fn.join('', [api.apiId, '.execute-api.', region, '.', urlSuffix]);
  return {
    origin: new HttpOrigin(host, { readTimeout: Duration.seconds(30) }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

function securityHeaders(scope: Construct, configuration: PageConfiguration): ResponseHeadersPolicy {
  const override = true;
  return new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(configuration), override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
    },
  });
}
