@R01.12
Feature: R01.12 不得泄露个人信息
  Badge numbers never leave the terminal in clear; records go out of the house only with those who may take them, and each time is noted.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 卡号不出终端 no record shows a badge's number, not even of a stranger
    When "S02" taps at "07:50"
    And badge "DEADBEEF" taps at "07:51"
    Then the tap is refused as "unknown-badge"
    And no record shows the badge of "S01"
    And no record shows the badge of "S02"

  Scenario: 班员不能导出记录 nobody without the office takes records out
    When "S01" exports the records of "2026-03-02" at "07:30"
    Then the bridge refuses with "not-entitled"
    When "S05" exports the records of "2026-03-02"
    Then the bridge refuses with "not-entitled"

  Scenario: 领导导出留痕 when a supervisor does, it is noted who took how many
    When "S02" taps at "07:50"
    And "S09" exports the records of "2026-03-02" at "07:51"
    Then the export of "S09" is logged with 1 record
