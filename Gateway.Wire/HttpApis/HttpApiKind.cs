namespace Gateway.Wire.HttpApis;

/// <summary>Which of API Gateway's two kinds of API.</summary>
public enum HttpApiKind
{
    /// <summary>Version 2: HTTP APIs.</summary>
    Http,

    /// <summary>Version 1: REST APIs.</summary>
    Rest,
}
