using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Http.Answers;
using Gateway.LambdaCompat.Http.Events;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>Function URLs: payload 2.0, CORS by configuration, whole or streamed answers. Source: LAMBDA 44, 45.</summary>
internal sealed class FunctionUrlFront(HttpFrontSettings settings)
{
    private const string Stage = "$default";
    private const int RequestBytesMax = 6 << 20;

    public async Task RunAsync(FrontTarget target, FaceRequest face, IFaceAnswer answer, CancellationToken token)
    {
        if (settings.Urls.Find(target.Id) is not { } url)
        {
            FrontWriter.WriteError(answer, face, FrontErrors.UrlForbidden);
            return;
        }

        answer.AddHeader("x-amzn-RequestId", face.RequestId);
        ApiCors? cors = url.Cors is null ? null : CorsAnswers.Of(url.Cors);
        if (cors is not null && CorsAnswers.IsPreflight(face))
        {
            FrontWriter.Write(answer, face, new ProxyAnswer { Status = 200 }, CorsAnswers.Headers(cors, face, isPreflight: true));
            return;
        }

        List<KeyValuePair<string, string>>? corsHeaders = cors is null ? null : CorsAnswers.Headers(cors, face, isPreflight: false);
        SignedCaller? caller = url.AuthType == "AWS_IAM" ? settings.Signatures.Check(face, "lambda") : null;
        bool mayCall = url.AuthType == "AWS_IAM" ? caller?.AccountId == url.AccountId : url.IsPublic;
        if (!mayCall)
        {
            FrontWriter.WriteError(answer, face, FrontErrors.UrlForbidden, cors: corsHeaders);
            return;
        }

        if (face.Body.Length > RequestBytesMax)
        {
            FrontWriter.WriteError(answer, face, FrontErrors.TooLarge, cors: corsHeaders);
            return;
        }

        string domain = target.IsByPath ? $"{url.UrlId}.lambda-url.{url.Region}.on.aws" : FrontTarget.NameOf(face.Host);
        FrontRequest request = new(face, target.Path, domain, settings.Time.GetUtcNow());
        await InvokeAsync(url, request, caller, answer, corsHeaders, token).ConfigureAwait(false);
    }

    private static EventScope ScopeOf(FunctionUrl url, FrontRequest request, SignedCaller? caller) => new()
    {
        AccountId = caller?.AccountId ?? "anonymous",
        ApiId = url.UrlId,
        Stage = Stage,
        RouteKey = "$default",
        Resource = "$default",
        ClientPath = request.RawPath,
        Caller = caller,
        Authorizer = caller is null ? null : json => IamContext.WriteUrl(json, caller),
    };

    private async Task InvokeAsync(FunctionUrl url, FrontRequest request, SignedCaller? caller, IFaceAnswer answer, List<KeyValuePair<string, string>>? cors, CancellationToken token)
    {
        FaceRequest face = request.Face;
        StreamedAnswer? stream = url.InvokeMode == "RESPONSE_STREAM" ? new StreamedAnswer(answer, () => cors, hasBody: face.Method != "HEAD") : null;
        FunctionInvocation call = new()
        {
            RequestId = face.RequestId,
            Payload = EventV2.Write(request, ScopeOf(url, request, caller)),
            InvokedFunctionArn = "",
            TraceId = request.TraceId,
            Stream = stream,
        };
        (InvocationOutcome Outcome, string)? ran = await settings.Functions.InvokeAsync(url.AccountId, url.Region, url.FunctionName, url.Qualifier, call, token).ConfigureAwait(false);
        if (stream is { HasBegun: true }) return; // whatever came after, the client has its status
        FrontError? error = ran switch
        {
            null => FrontErrors.UrlForbidden,
            { Outcome.Status: InvocationStatus.Throttled } => FrontErrors.UrlThrottled,
            { Outcome.Status: InvocationStatus.Failed } => FrontErrors.UrlFailed,
            _ => null,
        };
        ReadOnlyMemory<byte> payload = stream is { Whole.Length: > 0 } ? stream.Whole : ran?.Outcome.Payload ?? default;
        ProxyAnswer? proxy = error is null && stream is not { IsBroken: true } ? BufferedAnswer.Read(payload) : null;
        if (proxy is null)
        {
            FrontWriter.WriteError(answer, face, error ?? FrontErrors.UrlFailed, cors: cors);
            return;
        }

        if (!proxy.Has("Content-Type")) proxy.Headers.Add(KeyValuePair.Create("Content-Type", "application/json"));
        FrontWriter.Write(answer, face, proxy, cors);
    }
}
