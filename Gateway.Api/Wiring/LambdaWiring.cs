using Gateway.Api.Auth;
using Gateway.Api.Faces;
using Gateway.Api.Options;
using Gateway.LambdaCompat;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Http;
using Gateway.StackCompat.ApiGateway;
using Gateway.StackCompat.Logs;
using Gateway.StackCompat.S3;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>Functions and what stands around them: Lambda's face, the HTTP front, the object store and the logs, on the store of the tables.</summary>
/// <remarks>What a PoP that serves tables only does not need is made with the first request that does: it would double the time to start.</remarks>
internal sealed partial class LambdaWiring : IAsyncDisposable
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan CredentialsLast = TimeSpan.FromHours(12);

    private readonly FunctionLogStore logs;
    private readonly LazyEngine engine;
    private readonly Lazy<LambdaFace> lambda;
    private readonly FollowedFunctions followed;
    private readonly KeyDownload keys;

    private LambdaWiring(FunctionLogStore logs, LazyEngine engine, Lazy<LambdaFace> lambda, FollowedFunctions followed, KeyDownload keys, FaceTable faces)
    {
        this.logs = logs;
        this.engine = engine;
        this.lambda = lambda;
        this.followed = followed;
        this.keys = keys;
        Faces = faces;
    }

    /// <summary>What a listener asks which face a request is for.</summary>
    public FaceTable Faces { get; }

    /// <param name="options">Checked ones.</param>
    /// <param name="folder">Where packages, objects and the engine's files are.</param>
    /// <param name="dynamo">The tables.</param>
    /// <param name="sessions">Makes the credentials of functions.</param>
    /// <param name="signatures">Checks those of end users' requests.</param>
    /// <param name="endpoint">Where the PoP answers; asked when the first function runs.</param>
    /// <param name="numbers">Gives out the numbers of versions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For ids.</param>
    /// <param name="log">Where it says what an operator should know.</param>
    public static LambdaWiring Open(PopOptions options, DataFolder folder, DynamoWiring dynamo, SessionKeys sessions, SignatureCheck signatures, Func<Uri> endpoint, ClusterNumbers numbers, TimeProvider time, Random random, ILogger log)
    {
        Action<Exception, string> onBug = (bug, where) => Bug(log, where, bug);
        FunctionLogStore logs = new(dynamo.Store, dynamo.Commits, time);
        Random functionIds = Apart(random), apiIds = Apart(random), engineIds = Apart(random); // each is used by one, under a lock of its own
        PopLog printed = new(logs);
        LazyEngine engine = new(token => StartEngineAsync(options, folder, printed, sessions, endpoint(), time, engineIds, log, token));
        S3Face objects = new(dynamo.Store, dynamo.Commits, folder.Objects, time, Apart(random), onBug);
        bool isUsed = Directory.Exists(folder.Packages);
        Lazy<LambdaFace> lambda = new(() => LambdaFace.Open(new LambdaParts
        {
            Store = dynamo.Store,
            Commits = dynamo.Commits,
            Engine = engine,
            PackageFolder = folder.Packages,
            Objects = new PopObjects(objects),
            Dynamo = dynamo.Face,
            Numbers = numbers,
            Log = printed,
            Time = time,
            Random = functionIds,
            OnBug = onBug,
        }));
        ApiCatalog apis = new(dynamo.Store, dynamo.Commits);
        KeyDownload keys = new();
        LazyFace front = new(() => new HttpFront(new HttpFrontSettings
        {
            Functions = lambda.Value.Invoker,
            Urls = lambda.Value.FunctionUrls,
            Routes = apis,
            Signatures = signatures,
            Keys = keys.GetAsync,
            Time = time,
            OnBug = onBug,
        }));
        LazyFace functions = new(() => lambda.Value);
        if (isUsed) _ = Task.Run(() => lambda.Value, CancellationToken.None); // queued events and streams wait
        if (Directory.Exists(folder.Objects)) _ = Task.Run(objects.RemoveOrphans, CancellationToken.None);
        FollowedFunctions followed = new(dynamo.Face.SystemTable, () => _ = lambda.Value);
        return new LambdaWiring(logs, engine, lambda, followed, keys, new FaceTable
        {
            Domains = apis,
            Front = new FaceEntry(null, front, 10 * Megabyte, RefuseRest),
            Lambda = new FaceEntry("lambda", functions, 71 * Megabyte, RefuseRest),
            Downloads = new FaceEntry(null, functions, 0, RefuseRest),
            Logs = new FaceEntry("logs", new LazyFace(() => new LogsFace(logs, time, onBug)), 16 * Megabyte, RefuseJson),
            ApiGateway = new FaceEntry("apigateway", new LazyFace(() => new ApiGatewayFace(apis, time, new IdMaker(apiIds), (id, region) => $"{endpoint().Scheme}://{id}.execute-api.{region}.{NameOf(endpoint())}", onBug)), 10 * Megabyte, RefuseRest),
            ObjectStore = new FaceEntry("s3", objects, 512 * Megabyte, S3Face.Refuse),
        });
    }

    public async ValueTask DisposeAsync()
    {
        followed.Dispose();
        if (lambda.IsValueCreated) await lambda.Value.DisposeAsync();
        await engine.DisposeAsync();
        await logs.DisposeAsync();
        keys.Dispose();
    }

    private static async Task<ProcessEngine> StartEngineAsync(
        PopOptions options, DataFolder folder, PopLog printed, SessionKeys sessions, Uri endpoint, TimeProvider time, Random random, ILogger log, CancellationToken token)
    {
        FunctionCredentials CredentialsOf(EnvironmentSpec spec)
        {
            AccessKey key = sessions.Issue(spec.AccountId, spec.RoleArn, CredentialsLast);
            return new FunctionCredentials(key.Id, key.Secret, key.SessionToken!, time.GetUtcNow() + CredentialsLast);
        }

        ProcessEngineOptions settings = new()
        {
            WorkFolder = folder.Engine,
            Endpoint = endpoint,
            Network = options.Functions.Network,
            NetworkByAccount = options.Functions.NetworkByAccount,
            ForbiddenPorts = options.Functions.ForbiddenPorts,
            NodeSdkV2Folder = options.Functions.SdkFolder("node-v2/node_modules"),
            NodeSdkV3Folder = options.Functions.SdkFolder("node-v3/node_modules"),
            NodePreload = "@aws-sdk/client-dynamodb", // what most functions load first; where it is not there, nothing happens
            PythonPreload = "boto3",
            PythonSdkFolder = options.Functions.SdkFolder("python"),
        };
        ProcessEngine engine = await ProcessEngine.StartAsync(settings, printed, CredentialsOf, time, random, token);
        Started(log, engine.Description);
        if (!engine.AreForbiddenPortsClosed) PortsOpen(log, string.Join(", ", settings.ForbiddenPorts));
        if (!engine.CanRunAllAccounts) NetworkNotDenied(log);
        return engine;
    }

    private static Random Apart(Random random) => new(random.Next());

    /// <summary>A name that API ids can stand before: an address cannot.</summary>
    private static string NameOf(Uri endpoint) => endpoint.HostNameType == UriHostNameType.Dns ? endpoint.Authority : $"localhost:{endpoint.Port}";

    /// <summary>REST services say less of a missing signature. Source: observed Lambda.</summary>
    private static void RefuseRest(IFaceAnswer answer, FaceRequest request, string code, string message, int status) =>
        ErrorWriter.WriteRest(answer, new WireError(status, code, code == "MissingAuthenticationTokenException" ? "Missing Authentication Token" : message));

    private static void RefuseJson(IFaceAnswer answer, FaceRequest request, string code, string message, int status) => ErrorWriter.WriteJson11(answer, new WireError(400, code, message));

    [LoggerMessage(131, LogLevel.Information, "Functions run in {Walls}")]
    private static partial void Started(ILogger log, string walls);

    [LoggerMessage(132, LogLevel.Error, "{Where} failed")]
    private static partial void Bug(ILogger log, string where, Exception bug);

    [LoggerMessage(133, LogLevel.Warning, "Functions can reach the ports {Ports}, which functions.forbiddenPorts forbids: this machine does not let the PoP close them (control groups of version 2, and root, are needed)")]
    private static partial void PortsOpen(ILogger log, string ports);

    [LoggerMessage(134, LogLevel.Warning, "Functions of accounts whose network is denied do not run: bubblewrap must be installed and the PoP must run as root")]
    private static partial void NetworkNotDenied(ILogger log);
}
