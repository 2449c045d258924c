using System.Text.Json;
using Gateway.StackCompat.ApiGateway.V1;
using Gateway.StackCompat.ApiGateway.V2;
using Gateway.Storage;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;
using Gateway.Wire.Models;
using Gateway.Wire.Validation;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>The control APIs of API Gateway: version 2 below <c>/v2/</c>, version 1 elsewhere. What works stands in docs/compatibility-apigateway.md.</summary>
public sealed class ApiGatewayFace : IFace
{
    private readonly RestRouter restRouter = new(ServiceModel.ApiGateway);
    private readonly RestRouter httpRouter = new(ServiceModel.ApiGatewayV2);
    private readonly Dictionary<string, Func<ApiCall, ValueTask>> restOperations;
    private readonly Dictionary<string, Func<ApiCall, ValueTask>> httpOperations;
    private readonly Action<Exception, string> onBug;

    /// <param name="catalog">What there is.</param>
    /// <param name="time">Dates what is made.</param>
    /// <param name="ids">Names what is made.</param>
    /// <param name="endpointOf">Where an API is reached, by its id and region: what is shown as <c>apiEndpoint</c>; null for AWS's names.</param>
    /// <param name="onBug">Told of an exception that should not be, and of the request's id.</param>
    public ApiGatewayFace(ApiCatalog catalog, TimeProvider time, IdMaker ids, Func<string, string, string>? endpointOf, Action<Exception, string> onBug)
    {
        this.onBug = onBug;
        endpointOf ??= static (id, region) => $"https://{id}.execute-api.{region}.amazonaws.com";
        httpOperations = new HttpApiOperations(catalog, time, ids, endpointOf).All;
        restOperations = new RestApiOperations(catalog, time, ids).All;
    }

    /// <summary>The operations of version 1 that work; all others are refused.</summary>
    public IEnumerable<string> SupportedRest => restOperations.Keys;

    /// <summary>The operations of version 2 that work; all others are refused.</summary>
    public IEnumerable<string> SupportedHttp => httpOperations.Keys;

    /// <summary>Whether a path is one of version 2 of the control API.</summary>
    public static bool IsVersion2(string path) => path.StartsWith("/v2/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        answer.AddHeader("x-amzn-RequestId", request.RequestId);
        try
        {
            bool isHttp = IsVersion2(request.Path);
            RouteMatch? match = (isHttp ? httpRouter : restRouter).Find(request.Method, request.Path, request.Query);
            if (match is null)
            {
                ErrorWriter.WriteRest(answer, ApiErrors.UnknownOperation);
                return;
            }

            if (!(isHttp ? httpOperations : restOperations).TryGetValue(match.Operation.Name, out Func<ApiCall, ValueTask>? run))
            {
                ErrorWriter.WriteRest(answer, ApiErrors.Unsupported(match.Operation.Name));
                return;
            }

            WireInput input = RestReader.Read(match, request);
            if (Constraints.Check(input) is { } violation) throw ApiErrors.Bad(violation);
            await run(new ApiCall(request, match, input, answer)).ConfigureAwait(false);
        }
        catch (WireException refusal)
        {
            ErrorWriter.WriteRest(answer, refusal.Error);
        }
        catch (JsonException)
        {
            ErrorWriter.WriteRest(answer, ApiErrors.Malformed);
        }
        catch (StoreFault)
        {
            ErrorWriter.WriteRest(answer, ApiErrors.Unavailable);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            onBug(bug, request.RequestId);
            ErrorWriter.WriteRest(answer, ApiErrors.Internal);
        }
    }
}
