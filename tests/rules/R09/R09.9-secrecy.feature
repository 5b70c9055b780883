@R09.9
Feature: R09.9 保守用户信息
  No badge number leaves the terminal; what leaves the house is logged, and only those who may take it.

  Background:
    Given the policy pack "hotline-management"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 12:00 | S01    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 记录中没有工牌号 no record shows the number of a badge
    When badge "DEADBEEF" taps at "09:00"
    Then the tap is refused as "unknown-badge"
    And no record shows the badge of "S01"
    And no record shows the badge of "S05"

  Scenario: 无权者不得导出 an operator takes nothing out
    When "S05" exports the records of "2026-03-02" at "09:00"
    Then the bridge refuses with "not-entitled"

  Scenario: 导出留痕 what a supervisor takes out is logged
    When "S09" exports the records of "2026-03-02" at "09:00"
    Then the export of "S09" is logged with 6 records
