using Gateway.LambdaCompat.Layers;
using Gateway.LambdaCompat.Sharing;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Asks for the number of a version before it is published.</summary>
/// <param name="numbers">Who gives them out; null where every PoP is alone.</param>
internal sealed class VersionCounter(IVersionNumbers? numbers)
{
    /// <summary>The number of the next version of a function that all PoPs share; null for one that only this PoP has, whose versions it counts itself.</summary>
    /// <exception cref="Gateway.Wire.Answers.WireException">Nobody who gives numbers out is in reach.</exception>
    public ValueTask<long?> NextAsync(FunctionRecord function, CancellationToken token) =>
        FunctionForm.IsShared(function) ? AskAsync(FunctionForm.KindName, function.Key, function.NextVersion, token) : ValueTask.FromResult<long?>(null);

    /// <summary>The number of the next version of a layer.</summary>
    /// <param name="key">Which layer.</param>
    /// <param name="layer">The layer; null if it is new.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="Gateway.Wire.Answers.WireException">Nobody who gives numbers out is in reach.</exception>
    public ValueTask<long?> NextAsync(string key, LayerRecord? layer, CancellationToken token) => AskAsync(LayerForm.KindName, key, layer?.NextVersion ?? 1, token);

    private async ValueTask<long?> AskAsync(string kind, string key, long lowest, CancellationToken token)
    {
        if (numbers is null) return null;
        try
        {
            return await numbers.NextAsync(kind, key, lowest, token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw LambdaErrors.NoNumber();
        }
    }
}
