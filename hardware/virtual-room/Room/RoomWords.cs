using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>The words of the room's page, in both languages. The switch is the bridge's: both listen on this machine, so its cookie comes to both.</summary>
public static partial class RoomWords
{
    /// <summary>Chinese.</summary>
    public static readonly Language Chinese = Language.Chinese.In(Assembly.GetExecutingAssembly());

    /// <summary>English.</summary>
    public static readonly Language English = Language.English.In(Assembly.GetExecutingAssembly());

    /// <summary>Both, for the command line and for programs.</summary>
    public static readonly Language Bilingual = Language.Together(Chinese, English);

    /// <summary>What whoever asks has chosen.</summary>
    public static Language Of(HttpContext context) => ReferenceEquals(Language.Of(context), Language.English) ? English : Chinese;

    /// <summary>The page in a language: what stands in it as <c>{{key}}</c> are keys of words, and its script is given all of them.</summary>
    public static string Page(string template, Language t)
    {
        Dictionary<string, string> words = t.Keys.ToDictionary(key => key, key => t[key], StringComparer.Ordinal);
        return Place().Replace(template, match => System.Text.Encodings.Web.HtmlEncoder.Default.Encode(match.Groups["key"].Value switch
        {
            "code" => t.Code,
            "other-code" => ReferenceEquals(t, English) ? Chinese.Code : English.Code,
            "words" => JsonSerializer.Serialize(words),
            string key => t[$"room.{key}"],
        }));
    }

    [GeneratedRegex(@"\{\{(?<key>[a-z-]+)\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
