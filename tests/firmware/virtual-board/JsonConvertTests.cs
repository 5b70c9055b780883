using System;
using System.Collections;
using nanoFramework.Json;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class JsonConvertTests
{
    [Theory]
    [InlineData("{\"Name\":\"a\",\"Count\":5,\"Since\":1772409600000,\"On\":true}", "a 5 1772409600000 True")]
    [InlineData("{\"name\":\"a\"}", "a 0 0 False")]
    [InlineData(" { \"Name\" : \"\\n\\r\\b\\f\\t\\\\\\\"\" } ", "\n\r\b\f\t\\\" 0 0 False")]
    [InlineData("{'Name':'single'}", "single 0 0 False")]
    [InlineData("{\"Name\":\"a\",}", "a 0 0 False")]
    [InlineData("{\"Name\":\"a\" \"Count\":1}", "a 1 0 False")]
    [InlineData("{\"On\":TRUE}", " 0 0 True")]
    [InlineData("{\"Count\":\"7\"}", " 7 0 False")]
    [InlineData("{\"Name\":12}", "12 0 0 False")]
    [InlineData("{\"Name\":null}", " 0 0 False")]
    [InlineData("{\"Unknown\":{\"a\":[1,[2]]},\"Count\":3}", " 3 0 False")]
    [InlineData("{\"Name\":\"2026-03-02T00:01:07.250Z\"}", "03/02/2026 00:01:07 0 0 False")]
    public void It_takes(string text, string expected)
    {
        var page = (Page)JsonConvert.DeserializeObject(text, typeof(Page), Insensitive())!;

        Assert.Equal(expected, $"{page.Name} {page.Count} {page.Since} {page.On}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("{\"Name\":\"a\"")]
    [InlineData("{\"Name\":\"a")]
    [InlineData("{\"Name\":\"a\"} x")]
    [InlineData("{\"Name\":\"a\"}{}")]
    [InlineData("{\"Name\":\"\\/\"}")]
    [InlineData("{\"Name\":\"\\u0041\"}")]
    [InlineData("{\"Name\":\"a\",\"Name\":\"b\"}")]
    [InlineData("{\"Name\" \"a\"}")]
    [InlineData("{Name:\"a\"}")]
    [InlineData("{\"Count\":1.5}")]
    [InlineData("{\"Count\":5000000000}")]
    [InlineData("{\"Count\":null}")]
    [InlineData("{\"Count\":tru}")]
    [InlineData("{\"On\":1}")]
    [InlineData("{\"Items\":[{} {}]}")]
    [InlineData("{\"Names\":[null]}")]
    [InlineData("{\"Count\":[1]}")]
    [InlineData("[1,2]")]
    [InlineData("{\"Count\":--1}")]
    public void It_refuses(string text)
    {
        Assert.Throws<DeserializationException>(() => JsonConvert.DeserializeObject(text, typeof(Page), Insensitive()));
    }

    [Fact]
    public void Arrays_and_classes_nest_in_classes()
    {
        const string Text = "{\"names\":[\"a\",\"b\"],\"numbers\":[1,2],\"ticks\":[1,5000000000],\"items\":[{\"id\":\"x\"},{\"id\":\"y\"}],\"inner\":{\"id\":\"z\"}}";
        var page = (Page)JsonConvert.DeserializeObject(Text, typeof(Page), Insensitive())!;

        Assert.Equal(["a", "b"], page.Names!);
        Assert.Equal([1, 2], page.Numbers!);
        Assert.Equal([1L, 5000000000L], page.Ticks!);
        Assert.Equal("y", page.Items![1].Id);
        Assert.Equal("z", page.Inner!.Id);
        Assert.Empty(((Page)JsonConvert.DeserializeObject("{\"Items\":[]}", typeof(Page))!).Items!);
    }

    [Fact]
    public void Names_are_exact_unless_asked_for_otherwise_and_strangers_are_left_out()
    {
        Assert.Null(((Page)JsonConvert.DeserializeObject("{\"name\":\"a\"}", typeof(Page))!).Name);
        Assert.Equal("a", ((Page)JsonConvert.DeserializeObject("{\"name\":\"a\"}", typeof(Page), new JsonSerializerOptions(JsonSerializerDefaults.Web))!).Name);
        var strict = new JsonSerializerOptions { ThrowExceptionWhenPropertyNotFound = true };
        Assert.Throws<DeserializationException>(() => JsonConvert.DeserializeObject("{\"name\":\"a\"}", typeof(Page), strict));
    }

    [Fact]
    public void A_Hashtable_takes_values_objects_and_flat_arrays()
    {
        var table = (Hashtable)JsonConvert.DeserializeObject("{\"a\":1,\"b\":{\"c\":\"d\"},\"e\":[1,{\"f\":2}],\"g\":1.5}", typeof(Hashtable))!;

        Assert.Equal(1, table["a"]);
        Assert.Equal("d", ((Hashtable)table["b"]!)["c"]);
        Assert.Equal(2, ((Hashtable)((ArrayList)table["e"]!)[1]!)["f"]);
        Assert.Equal(1.5, table["g"]);
    }

    [Theory]
    [InlineData("{\"a\":[]}")]
    [InlineData("{\"a\":[[1]]}")]
    [InlineData("{\"a\":{\"b\":[]}}")]
    public void A_Hashtable_refuses_empty_and_nested_arrays(string text)
    {
        Assert.Throws<DeserializationException>(() => JsonConvert.DeserializeObject(text, typeof(Hashtable)));
    }

    private static JsonSerializerOptions Insensitive() => new() { PropertyNameCaseInsensitive = true };

    private sealed class Page
    {
        public string? Name { get; set; }

        public int Count { get; set; }

        public long Since { get; set; }

        public bool On { get; set; }

        public string[]? Names { get; set; }

        public int[]? Numbers { get; set; }

        public long[]? Ticks { get; set; }

        public Item[]? Items { get; set; }

        public Item? Inner { get; set; }
    }

    private sealed class Item
    {
        public string? Id { get; set; }
    }
}
