using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Http.Answers;
using Gateway.LambdaCompat.Http.Authorizers;
using Gateway.LambdaCompat.Http.Events;
using Gateway.LambdaCompat.Http.Routing;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>APIs of API Gateway: finds stage and route, lets the authorizer decide, calls the function, writes its answer.</summary>
internal sealed class ApiFront(HttpFrontSettings settings)
{
    private const string DefaultStage = "$default";
    private const int RequestBytesMax = 10 << 20;

    private readonly JwtAuthorizer tokens = new(settings);
    private readonly LambdaAuthorizer functions = new(settings);

    /// <summary>Answers a request to an API under its own name.</summary>
    public Task RunAsync(FrontTarget target, FaceRequest face, IFaceAnswer answer, CancellationToken token)
    {
        if (settings.Routes.FindApi(target.Id) is not { IsExecuteApiDisabled: false } api) return RefuseAsync(answer, face, FrontErrors.Forbidden);
        string domain = target.IsByPath ? $"{api.ApiId}.execute-api.{api.Region}.amazonaws.com" : FrontTarget.NameOf(face.Host);
        return RunStageAsync(api, null, target.Path, domain, face, answer, token);
    }

    /// <summary>Answers a request to a custom domain name: the longest base path wins.</summary>
    public Task RunDomainAsync(string domain, FaceRequest face, IFaceAnswer answer, CancellationToken token)
    {
        string path = face.Path.TrimStart('/');
        DomainMapping? best = settings.Routes.FindDomain(domain)?
            .Where(mapping => mapping.BasePath.Length == 0 || path == mapping.BasePath || path.StartsWith(mapping.BasePath + "/", StringComparison.Ordinal))
            .MaxBy(mapping => mapping.BasePath.Length);
        if (best is null || settings.Routes.FindApi(best.ApiId) is not { } api) return RefuseAsync(answer, face, FrontErrors.Forbidden);
        return RunStageAsync(api, best.Stage, "/" + path[best.BasePath.Length..].TrimStart('/'), domain, face, answer, token);
    }

    private static Task RefuseAsync(IFaceAnswer answer, FaceRequest face, FrontError error)
    {
        FrontWriter.WriteError(answer, face, error);
        return Task.CompletedTask;
    }

    /// <summary>The stage that a path begins with, and the rest; a HTTP API's default stage takes what names no other one.</summary>
    private static (ApiStage Stage, string Path, bool IsInPath)? FindStage(HttpApi api, string path)
    {
        string trimmed = path.TrimStart('/');
        int slash = trimmed.IndexOf('/');
        string first = Uri.UnescapeDataString(slash < 0 ? trimmed : trimmed[..slash]);
        if (first.Length > 0 && first != DefaultStage && api.Stages.TryGetValue(first, out ApiStage? named)) return (named, slash < 0 ? "/" : trimmed[slash..], true);
        return api.Stages.TryGetValue(DefaultStage, out ApiStage? usual) ? (usual, path, false) : null;
    }

    private async Task RunStageAsync(HttpApi api, string? stageName, string path, string domain, FaceRequest face, IFaceAnswer answer, CancellationToken token)
    {
        bool isRest = api.Kind == HttpApiKind.Rest;
        (ApiStage Stage, string Path, bool IsInPath)? found = stageName is null
            ? FindStage(api, path)
            : api.Stages.TryGetValue(stageName, out ApiStage? mapped) ? (mapped, path, false) : null;
        answer.AddHeader(isRest ? "x-amzn-RequestId" : "apigw-requestid", face.RequestId);
        if (found is not { } at)
        {
            await RefuseAsync(answer, face, isRest ? FrontErrors.Forbidden : FrontErrors.NotFound).ConfigureAwait(false);
            return;
        }

        List<KeyValuePair<string, string>>? cors = api.Cors is null ? null : CorsAnswers.Headers(api.Cors, face, isPreflight: false);
        FrontRequest request = new(face, at.Path, domain, settings.Time.GetUtcNow());
        RouteFound? route = RouteTable.Of(at.Stage, api.Kind).Find(face.Method, request.Segments);
        bool answersPreflight = api.Cors is not null && CorsAnswers.IsPreflight(face) && route?.Route.Method is not "OPTIONS";
        if (answersPreflight)
        {
            FrontWriter.Write(answer, face, new ProxyAnswer { Status = 204 }, CorsAnswers.Headers(api.Cors!, face, isPreflight: true));
            return;
        }

        FrontError? error = route switch
        {
            null => isRest ? FrontErrors.MissingToken : FrontErrors.NotFound,
            { Route.Integration: null } => isRest ? FrontErrors.RestMisconfigured : FrontErrors.HttpFailed,
            _ => face.Body.Length > RequestBytesMax ? FrontErrors.TooLarge : null,
        };
        if (error is null) error = await RunRouteAsync(api, at.Stage, at.IsInPath, route!, request, answer, cors, token).ConfigureAwait(false);
        if (error is not null) FrontWriter.WriteError(answer, face, error, isRest ? at.Stage : null, cors);
    }

    /// <returns>Why there is no answer yet; null if it is written.</returns>
    private async Task<FrontError?> RunRouteAsync(HttpApi api, ApiStage stage, bool isStageInPath, RouteFound found, FrontRequest request, IFaceAnswer answer, List<KeyValuePair<string, string>>? cors, CancellationToken token)
    {
        bool isRest = api.Kind == HttpApiKind.Rest;
        ApiRoute route = found.Route;
        EventScope scope = new()
        {
            AccountId = api.AccountId,
            ApiId = api.ApiId,
            Stage = stage.Name,
            RouteKey = route.RouteKey,
            Resource = route.Path ?? "$default",
            ResourceId = route.Id,
            DeploymentId = stage.DeploymentId,
            ClientPath = isStageInPath ? $"/{stage.Name}{request.Path}" : request.Path,
            PathParameters = found.Parameters,
            StageVariables = stage.Variables,
            ApiKey = request.Face.Header("x-api-key"),
        };
        Admission admission = await AdmitAsync(api, route, request, scope, token).ConfigureAwait(false);
        if (admission.Error is not null) return admission.Error;
        scope = scope with { Authorizer = admission.Context, Caller = admission.Caller };
        if (route.IsApiKeyRequired)
        {
            if (scope.ApiKey is null || !stage.ApiKeys.TryGetValue(scope.ApiKey, out string? keyId)) return FrontErrors.KeyInvalid;
            scope = scope with { ApiKeyId = keyId };
        }

        if (route.Integration!.Type == "MOCK")
        {
            if (MockIntegration.Answer(route.Integration, request, scope) is not { } mock) return FrontErrors.RestMisconfigured;
            FrontWriter.Write(answer, request.Face, mock, null);
            return null;
        }

        return await InvokeAsync(api, route.Integration, request, scope, isRest, answer, cors, token).ConfigureAwait(false);
    }

    private async Task<Admission> AdmitAsync(HttpApi api, ApiRoute route, FrontRequest request, EventScope scope, CancellationToken token)
    {
        bool isRest = api.Kind == HttpApiKind.Rest;
        switch (route.AuthorizationType)
        {
            case "NONE":
                return Admission.Open;
            case "AWS_IAM":
                bool isSigned = request.Face.Header("Authorization") is not null || request.Query.Any(one => one.Key == "X-Amz-Signature");
                SignedCaller? caller = settings.Signatures.Check(request.Face, "execute-api");
                if (caller?.AccountId != api.AccountId) return new Admission(isRest && !isSigned ? FrontErrors.MissingToken : FrontErrors.Forbidden);
                return new Admission(null, isRest ? null : json => IamContext.WriteUrl(json, caller!), caller);
            case "JWT" when route.Authorizer is { } authorizer:
                return await tokens.AdmitAsync(api.Kind, authorizer, route, request, scope, token).ConfigureAwait(false);
            case "CUSTOM" when route.Authorizer is { } authorizer:
                return await functions.AdmitAsync(api, authorizer, request, scope, token).ConfigureAwait(false);
            default:
                return new Admission(isRest ? FrontErrors.AuthorizerBroken : FrontErrors.HttpFailed);
        }
    }

    private async Task<FrontError?> InvokeAsync(HttpApi api, ApiIntegration integration, FrontRequest request, EventScope scope, bool isRest, IFaceAnswer answer, List<KeyValuePair<string, string>>? cors, CancellationToken token)
    {
        FrontError failed = isRest ? FrontErrors.RestFailed : FrontErrors.HttpFailed;
        if (integration.Function is null) return isRest ? FrontErrors.RestMisconfigured : failed;
        bool isV2 = !isRest && integration.PayloadVersion == "2.0";
        bool isBinary = isRest ? MediaTypes.Contains(api.BinaryMediaTypes, request.Face.Header("Content-Type")) : !request.HasTextBody();
        FunctionInvocation call = new()
        {
            RequestId = request.Face.RequestId,
            Payload = isV2 ? EventV2.Write(request, scope) : EventV1.Write(request, scope, isBinary, isRest),
            InvokedFunctionArn = "",
            TraceId = request.TraceId,
        };

        using CancellationTokenSource patience = new(integration.Timeout, settings.Time);
        (InvocationOutcome Outcome, string)? ran;
        try
        {
            // The function goes on when nobody waits any more, as it does behind AWS's front; what it answers then is dropped.
            ran = await settings.Functions.InvokeAsync(api.AccountId, api.Region, StageVariables.Fill(integration.Function, scope.StageVariables), null, call, token)
                .WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return isRest ? FrontErrors.RestTimedOut : FrontErrors.HttpTimedOut;
        }

        if (ran is not { Outcome: { } outcome }) return isRest ? FrontErrors.RestMisconfigured : failed;
        if (outcome.Status == InvocationStatus.Throttled) return isRest ? FrontErrors.RestMisconfigured : FrontErrors.HttpTimedOut;
        if (outcome.Status == InvocationStatus.Failed) return failed;
        if ((isV2 ? AnswerReader.ReadV2(outcome.Payload, bodyMayBeJson: false) : AnswerReader.ReadV1(outcome.Payload, isRest)) is not { } proxy) return failed;
        if (isRest) FinishRest(api, request, proxy);
        else if (!proxy.Has("Content-Type")) proxy.Headers.Add(KeyValuePair.Create("Content-Type", "text/plain; charset=utf-8"));
        FrontWriter.Write(answer, request.Face, proxy, cors);
        return null;
    }

    /// <summary>A REST API answers JSON unless told otherwise, and bytes only where binary media types say so.</summary>
    private static void FinishRest(HttpApi api, FrontRequest request, ProxyAnswer proxy)
    {
        if (!proxy.Has("Content-Type")) proxy.Headers.Add(KeyValuePair.Create("Content-Type", "application/json"));
        bool mayBeBinary = MediaTypes.Contains(api.BinaryMediaTypes, request.Face.Header("Accept")?.Split(',')[0]) || MediaTypes.Contains(api.BinaryMediaTypes, proxy.Header("Content-Type"));
        if (!mayBeBinary) proxy.Body = proxy.RawBody;
    }
}
