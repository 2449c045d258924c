namespace Gateway.Replication.Links.Transport;

/// <summary>What can be asked for on the port of replication. The number is the version of what follows.</summary>
public static class LinkPaths
{
    /// <summary>A link: a request whose body and whose answer never end; frames both ways. For members.</summary>
    public const string Link = "/replication/1/link";

    /// <summary>The authority's certificate. For those who join.</summary>
    public const string Authority = "/replication/1/authority";

    /// <summary>A certificate for a token. For those who join.</summary>
    public const string Join = "/replication/1/join";

    /// <summary>A new certificate for one that ends soon. For members, at the CPoP.</summary>
    public const string Renew = "/replication/1/renew";

    /// <summary>The next number of a version. For members, at the CPoP.</summary>
    public const string Number = "/replication/1/number";

    /// <summary>What begins the name of a server that is asked for by somebody who joins; the id of the token follows.</summary>
    public const string JoinHost = "join-";
}
