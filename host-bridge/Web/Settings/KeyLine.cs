using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>An API key as the page shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do, in the words of the API.</param>
/// <param name="Made">When it was made.</param>
/// <param name="MadeBy">By whom.</param>
/// <param name="Used">When it was used last; empty: never.</param>
/// <param name="State"><c>works</c>, <c>until</c> a moment, <c>ended</c> or <c>revoked</c>.</param>
/// <param name="Ends">That moment.</param>
public sealed record KeyLine(string Id, string Name, IReadOnlyList<string> Scopes, string Made, string MadeBy, string Used, string State, string Ends)
{
    /// <summary>A key.</summary>
    public static KeyLine Of(ApiKey key, CivilTime civil, DateTimeOffset now)
    {
        DateTimeOffset? end = key.RevokedAt ?? key.Expires;
        string state = key.RevokedAt != null ? "revoked" : end == null ? "works" : end <= now ? "ended" : "until";
        return new KeyLine(
            key.Id, key.Name, [.. key.Scopes.Order().Select(PermissionWords.Of)], civil.Dated(key.MadeAt), key.MadeBy, key.LastUsed is { } used ? civil.Dated(used) : "", state, end is { } at ? civil.Dated(at) : "");
    }
}
