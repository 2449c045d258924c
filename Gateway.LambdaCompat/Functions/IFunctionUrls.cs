namespace Gateway.LambdaCompat.Functions;

/// <summary>Finds function URLs for the HTTP front.</summary>
public interface IFunctionUrls
{
    /// <summary>The URL of an id, the first label of its host name; null if there is none.</summary>
    FunctionUrl? Find(string urlId);
}
