using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Access;

/// <summary>The words that permissions go by outside the program: <c>read-board</c> for <see cref="Permission.ReadBoard"/>. As scopes they stand in API keys.</summary>
public static class PermissionWords
{
    private static readonly Dictionary<Permission, string> ByPermission = Enum.GetValues<Permission>().ToDictionary(permission => permission, permission => JsonNamingPolicy.KebabCaseLower.ConvertName(permission.ToString()));
    private static readonly Dictionary<string, Permission> ByWord = ByPermission.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All of them, in the order of the permissions.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByPermission.Values];

    /// <summary>The word of a permission.</summary>
    public static string Of(Permission permission) => ByPermission[permission];

    /// <summary>The permission of a word; null: there is none.</summary>
    public static Permission? Find(string word) => ByWord.TryGetValue(word, out Permission permission) ? permission : null;
}
