using System.Text.Json;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.LambdaCompat.Operations;
using Gateway.LambdaCompat.Packages;
using Gateway.LambdaCompat.Sharing;
using Gateway.Storage;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;
using Gateway.Wire.Models;
using Gateway.Wire.Validation;

namespace Gateway.LambdaCompat;

/// <summary>Lambda's face: finds the operation of a request, reads and checks it by the model, runs it, answers.</summary>
public sealed class LambdaFace : IFace, IAsyncDisposable
{
    /// <summary>Source: observed; the limit of CreateFunction's request.</summary>
    private const long PackageRequestBytesMax = 70_167_211;

    private static readonly RestRouter Router = new(ServiceModel.Lambda);

    private readonly LambdaServices services;
    private readonly LambdaCatalog catalog;
    private readonly Action<Exception, string> onBug;

    private LambdaFace(LambdaParts parts)
    {
        services = new LambdaServices(parts);
        catalog = new LambdaCatalog(services);
        onBug = parts.OnBug;
    }

    /// <summary>The kinds of records of the system table that are functions and what belongs to them.</summary>
    public static IReadOnlyList<string> SharedKinds { get; } = [FunctionForm.KindName, LayerForm.KindName, MappingForm.KindName];

    /// <summary>Function URLs, for the HTTP front.</summary>
    public IFunctionUrls FunctionUrls => services.Urls;

    /// <summary>Calls functions, for the HTTP front.</summary>
    public IFunctionInvoker Invoker => services.Invoker;

    /// <summary>For tests.</summary>
    internal LambdaServices Services => services;

    /// <summary>For tests.</summary>
    internal LambdaCatalog Catalog => catalog;

    /// <summary>Opens the face on a store and starts what it does in the background.</summary>
    public static LambdaFace Open(LambdaParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        LambdaFace face = new(parts);
        face.services.Start();
        return face;
    }

    /// <summary>Whether a path is Lambda's.</summary>
    public static bool Owns(string method, string path, string query) => IsUnsigned(path) || Router.Find(method, path, query) is not null;

    /// <summary>Whether a path carries its own permission: a link to a package. Requests to it are not signed.</summary>
    public static bool IsUnsigned(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(DownloadLinks.PathPrefix, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            if (IsUnsigned(request.Path)) await DownloadAsync(request, answer, token).ConfigureAwait(false);
            else await RunOperationAsync(request, answer, token).ConfigureAwait(false);
        }
        catch (WireException refusal)
        {
            ErrorWriter.WriteRest(answer, refusal.Error);
        }
        catch (JsonException fault)
        {
            ErrorWriter.WriteRest(answer, LambdaErrors.BadJson(fault.Message).Error);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception bug)
        {
            onBug(bug, $"{request.Method} {request.Path}");
            ErrorWriter.WriteRest(answer, bug is StoreFault ? LambdaErrors.Of("ServiceException", "The store does not take writes.").Error : WireErrors.Internal());
        }
    }

    /// <summary>Ends what runs in the background. No request may run any more.</summary>
    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async ValueTask RunOperationAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        RouteMatch match = Router.Find(request.Method, request.Path, request.Query) ?? throw LambdaErrors.UnknownPath();
        string name = match.Operation.Name;
        if (request.Body.Length >= PackageRequestBytesMax) throw LambdaErrors.TooLarge(name, PackageRequestBytesMax);
        ILambdaOperation operation = catalog.Find(name) ?? throw LambdaErrors.UnknownPath();
        WireInput input = RestReader.Read(match, request);
        if (Constraints.Check(input) is { } violations) throw LambdaErrors.Validation(violations);
        if (LambdaCatalog.Changes(name) && services.Sharing is { TakesChanges: false }) throw LambdaErrors.TakesNoWrites();
        await operation.RunAsync(new LambdaCall(request, input, answer), token).ConfigureAwait(false);
    }

    private async Task DownloadAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        if (request.Method is not ("GET" or "HEAD") || services.Links.Read(request.Path) is not { } hash || !services.Packages.Has(hash)) throw LambdaErrors.AccessDenied();
        using FileStream zip = File.OpenRead(services.Packages.ZipPath(hash));
        answer.Status = 200;
        answer.AddHeader("Content-Type", "application/zip");
        answer.AddHeader("Content-Length", zip.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (request.Method == "GET") await System.IO.Pipelines.StreamPipeExtensions.CopyToAsync(zip, answer.Body, token).ConfigureAwait(false);
    }
}
