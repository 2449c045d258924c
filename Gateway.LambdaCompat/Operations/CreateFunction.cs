using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Packages;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>CreateFunction. Source: model CreateFunctionRequest; doc API_CreateFunction.</summary>
internal sealed class CreateFunction(LambdaServices services) : ILambdaOperation
{
    private const int NameLettersMax = 64;

    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        FunctionAddress address = call.Address();
        if (address.Name.Length > NameLettersMax) throw LambdaErrors.NameTooLong(address.Name);
        WireInput code = input.Structure("Code")!;
        RefuseWhatIsNotOffered(input, code);
        if (!input.Has("Runtime") || !input.Has("Handler")) throw LambdaErrors.RuntimeAndHandlerMissing();
        if (!PackageReader.HasPackage(code)) throw LambdaErrors.NoCode();
        if (services.Functions.Find(call.AccountId, call.Region, address.Name) is not null || IsTaken(call.KeyOf(address))) throw LambdaErrors.FunctionExists(address.Name);
        IReadOnlyDictionary<string, string> tags = TagRules.Read(input);

        VersionRecord version = Configure(call, input);
        using StoredPackage package = await services.PackageReader.TakeAsync(call, code, token).ConfigureAwait(false);
        services.CheckSizes(package, version);
        version = version with { CodeHash = package.Hash, CodeSize = package.SizeBytes };
        FunctionRecord function = new()
        {
            AccountId = call.AccountId,
            Region = call.Region,
            Name = address.Name,
            Latest = version with { RevisionId = services.Publisher.NewRevision() },
            Tags = tags,
        };
        bool publishes = input.Flag("Publish") ?? false;
        string? number = null;
        if (publishes)
        {
            (function, VersionRecord published) = services.Publisher.Publish(function, null, await services.Counter.NextAsync(function, token).ConfigureAwait(false));
            number = published.Version;
        }

        await services.Functions.ChangeAsync(function.Key, before => before is null && !IsTaken(function.Key) ? function : throw LambdaErrors.FunctionExists(address.Name)).ConfigureAwait(false);

        // The answer describes the function while it is being made; it is ready when the answer arrives, with a revision of its own.
        VersionRecord shown = number is null ? version : version with { Version = number };
        call.Json(201, json =>
        {
            json.WriteStartObject();
            FunctionWriter.WriteMembers(json, function, shown, function.Arn, StateView.Creating);
            json.WriteEndObject();
        });
    }

    /// <summary>True if the name is that of a function of other PoPs.</summary>
    private bool IsTaken(string key) => services.Sharing?.IsFunction(key) ?? false;

    private static void RefuseWhatIsNotOffered(WireInput input, WireInput code)
    {
        if (input.Text("PackageType") == "Image" || code.Has("ImageUri")) throw LambdaErrors.ImagesNotOffered();
        if (input.Text("CodeSigningConfigArn") is { } signing) throw LambdaErrors.CodeSigningMissing(signing);
        if (input.Has("CapacityProviderConfig")) throw LambdaErrors.NotOffered("CapacityProviderConfig");
        if (input.Has("DurableConfig")) throw LambdaErrors.NotOffered("DurableConfig");
        if (input.Has("TenancyConfig")) throw LambdaErrors.NotOffered("TenancyConfig");
    }

    private VersionRecord Configure(LambdaCall call, WireInput input)
    {
        VersionRecord version = new()
        {
            Version = "$LATEST",
            RevisionId = services.Publisher.NewRevision(),
            StateId = services.Ids.Hex(16),
            LastModified = services.Publisher.Now,
            Runtime = "",
            Role = "",
            Handler = "",
            CodeHash = "",
            CodeSize = 0,
            Architectures = input.Texts("Architectures") is { Count: > 0 } architectures ? architectures : ["x86_64"],
        };
        return services.Settings.Apply(version, input, call.AccountId, call.Region);
    }
}
