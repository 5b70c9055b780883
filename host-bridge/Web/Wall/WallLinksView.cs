using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Web.Wall;

/// <summary>One link that opens a screen on the wall; never its key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Where the screen hangs.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="Made">When.</param>
/// <param name="Used">When it was used last; empty: never.</param>
/// <param name="Revoked">When it was revoked; empty: it works.</param>
public sealed record WallLinkLine(string Id, string Name, string MadeBy, string Made, string Used, string Revoked);

/// <summary>The links that open screens on walls.</summary>
/// <param name="Links">Those that work first, then those that were revoked, each the newest first.</param>
/// <param name="Name">What was written as the name of one that could not be made.</param>
/// <param name="Link">The address of one that was just made; empty: none was.</param>
public sealed record WallLinksView(IReadOnlyList<WallLinkLine> Links, string Name, string Link)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 40;

    private const int MostRevoked = 10;

    /// <summary>The view of the keys of a bridge.</summary>
    public static WallLinksView Of(IEnumerable<ApiKey> keys, CivilTime time, string name, string link)
    {
        ApiKey[] own = [.. keys.Where(WallKey.IsOf).OrderByDescending(key => key.MadeAt)];
        IEnumerable<ApiKey> shown = own.Where(key => key.RevokedAt == null).Concat(own.Where(key => key.RevokedAt != null).Take(MostRevoked));
        return new WallLinksView([.. shown.Select(key => new WallLinkLine(key.Id, key.Name, key.MadeBy, time.Dated(key.MadeAt), Dated(key.LastUsed), Dated(key.RevokedAt)))], name, link);

        string Dated(DateTimeOffset? at) => at is { } moment ? time.Dated(moment) : "";
    }
}
