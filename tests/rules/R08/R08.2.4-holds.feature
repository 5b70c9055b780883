@R08.2.4
Feature: R08.2.4 不得交接班的四种情况
  An emergency, equipment being switched, an unprepared handover, an incoming person who is unfit.

  Background:
    Given the policy pack "service-desk"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario Outline: <title> 不得交接
    When "S01" opens the hold "<hold>" with "<reason>" at "07:50"
    Then a notice about "hold-opened" reaches "S09" by "07:51"
    When "S01" taps at "07:57"
    Then the tap is refused as "on-hold"
    And the last record is "handover.refused" with:
      | field | value |
      | hold  | <id>  |
    When "S09" clears the hold "<hold>"
    And "S02" taps at "07:58"
    And "S01" taps at "07:59"
    And "S02" taps at "07:59:05"
    Then "S02" holds the duty

    Examples:
      | title        | hold                | id           | reason            |
      | 正在处理紧急情况     | emergency           | emergency    | caller in danger  |
      | 正在切换设备       | equipment-switching | switching    | exchange switches |
      | 交接准备不充分      | not-prepared        | not-prepared | log not written   |
      | 接班人员醉酒或神志不清  | unfit               | unfit        | smells of drink   |

  Scenario: 指定替班人即解除 naming a substitute clears the hold about an unfit person
    When "S01" opens the hold "unfit" with "smells of drink" at "07:50"
    And "S01" taps at "07:57"
    Then the tap is refused as "on-hold"
    When "S09" names "S04" substitute for "S02" in shift "D1" at "07:58"
    Then the hold "unfit" is cleared by "S04"
    When "S01" taps at "07:59"
    And "S04" taps at "07:59:10"
    Then "S04" holds the duty

  Scenario: 其他情况不因替班解除 a substitute clears nothing else
    When "S01" opens the hold "emergency" with "caller in danger" at "07:50"
    And "S09" names "S04" substitute for "S02" in shift "D1" at "07:52"
    And "S01" taps at "07:57"
    Then the tap is refused as "on-hold"
