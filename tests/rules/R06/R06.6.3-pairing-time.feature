@R06.6.3
Feature: R06.6.3 做好岗位交接: 两次刷卡的间隔 the time between the two badges
  Fifteen seconds by this pack; a house may give more.

  Scenario Outline: 间隔<limit>秒,第二人在二十秒后刷卡 the second badge comes after twenty seconds
    Given the policy pack "citizen-line" with:
      | parameter    | value   |
      | pairingTimeS | <limit> |
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role   |
      | S01 | 王芳   | 04A1B2C3 | leader |
      | S02 | 李强   | 04A1B2C4 | leader |
    And shifts:
      | id | start            | end              | leader |
      | N1 | 2026-03-02 00:00 | 2026-03-02 08:00 | S01    |
      | D1 | 2026-03-02 08:00 | 2026-03-02 16:00 | S02    |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "07:45"
    And "S01" taps at "07:55:00"
    And "S02" taps at "07:55:20"
    Then "<holder>" holds the duty

    Examples:
      | limit | holder |
      | 15    | S01    |
      | 30    | S02    |
