using Gateway.Api.Auth;
using Gateway.Api.Faces;
using Gateway.Api.Options;
using Gateway.LambdaCompat;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Http;
using Gateway.StackCompat.Logs;
using Gateway.StackCompat.S3;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>Functions and what stands around them: Lambda's face, the HTTP front, the object store and the logs, on the store of the tables.</summary>
internal sealed partial class LambdaWiring : IAsyncDisposable
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan CredentialsLast = TimeSpan.FromHours(12);

    private readonly FunctionLogStore logs;
    private readonly LazyEngine engine;
    private readonly LambdaFace lambda;
    private readonly KeyDownload keys;

    private LambdaWiring(FunctionLogStore logs, LazyEngine engine, LambdaFace lambda, KeyDownload keys, FaceTable faces)
    {
        this.logs = logs;
        this.engine = engine;
        this.lambda = lambda;
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
    /// <param name="time">The clock.</param>
    /// <param name="random">For ids.</param>
    /// <param name="log">Where it says what an operator should know.</param>
    public static LambdaWiring Open(PopOptions options, DataFolder folder, DynamoWiring dynamo, SessionKeys sessions, SignatureCheck signatures, Func<Uri> endpoint, TimeProvider time, Random random, ILogger log)
    {
        Action<Exception, string> onBug = (bug, where) => Bug(log, where, bug);
        FunctionLogStore logs = new(dynamo.Store, dynamo.Commits, time);
        PopLog printed = new(logs);
        LazyEngine engine = new(token => StartEngineAsync(options, folder, printed, sessions, endpoint(), time, random, log, token));
        S3Face objects = new(dynamo.Store, dynamo.Commits, folder.Objects, time, random, onBug);
        LambdaFace lambda = LambdaFace.Open(new LambdaParts
        {
            Store = dynamo.Store,
            Commits = dynamo.Commits,
            Engine = engine,
            PackageFolder = folder.Packages,
            Objects = new PopObjects(objects),
            Dynamo = dynamo.Face,
            Log = printed,
            Time = time,
            Random = random,
            OnBug = onBug,
        });
        KeyDownload keys = new();
        HttpFront front = new(new HttpFrontSettings
        {
            Functions = lambda.Invoker,
            Urls = lambda.FunctionUrls,
            Routes = new NoRoutes(),
            Signatures = signatures,
            Keys = keys.GetAsync,
            Time = time,
            OnBug = onBug,
        });
        return new LambdaWiring(logs, engine, lambda, keys, new FaceTable
        {
            Front = new FaceEntry(null, front, 10 * Megabyte, RefuseRest),
            Lambda = new FaceEntry("lambda", lambda, 71 * Megabyte, RefuseRest),
            Downloads = new FaceEntry(null, lambda, 0, RefuseRest),
            Logs = new FaceEntry("logs", new LogsFace(logs, time, onBug), 16 * Megabyte, RefuseJson),
            ObjectStore = new FaceEntry("s3", objects, 512 * Megabyte, S3Face.Refuse),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await lambda.DisposeAsync();
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
            NodeSdkV2Folder = options.Functions.SdkFolder("node-v2/node_modules"),
            NodeSdkV3Folder = options.Functions.SdkFolder("node-v3/node_modules"),
            PythonSdkFolder = options.Functions.SdkFolder("python"),
        };
        ProcessEngine engine = await ProcessEngine.StartAsync(settings, printed, CredentialsOf, time, random, token);
        Started(log, engine.Description);
        return engine;
    }

    private static void RefuseRest(IFaceAnswer answer, FaceRequest request, string code, string message, int status) => ErrorWriter.WriteRest(answer, new WireError(status, code, message));

    private static void RefuseJson(IFaceAnswer answer, FaceRequest request, string code, string message, int status) => ErrorWriter.WriteJson11(answer, new WireError(400, code, message));

    [LoggerMessage(131, LogLevel.Information, "Functions run in {Walls}")]
    private static partial void Started(ILogger log, string walls);

    [LoggerMessage(132, LogLevel.Error, "{Where} failed")]
    private static partial void Bug(ILogger log, string where, Exception bug);
}
