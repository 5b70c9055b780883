using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>What somebody has written into a form that was not taken: it stands in its fields again.</summary>
public sealed class Draft
{
    /// <summary>Nothing was written.</summary>
    public static readonly Draft None = new([]);

    private readonly Dictionary<string, string> _fields;

    private Draft(Dictionary<string, string> fields)
    {
        _fields = fields;
    }

    /// <summary>What stands in a field: what was written, or else what is so.</summary>
    public string this[string field, string otherwise = ""] => _fields.GetValueOrDefault(field, otherwise);

    /// <summary>What a form has sent.</summary>
    public static Draft Of(IFormCollection form) => new(form.ToDictionary(field => field.Key, field => field.Value.ToString(), System.StringComparer.Ordinal));
}
